package io.monge.ot.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.HashedWeights;
import io.monge.ot.HostTensor;
import io.monge.ot.ImageDistance;
import io.monge.ot.network.Vgg16Features;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Costs where their values are known, and what they refuse. */
class CostTest {

    @Test
    void aConstantDifferenceHasOneFrequencyAndItsCostIsKnown() {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            NDArray zeros = scope.manager().zeros(new Shape(2, 3, 4, 4));
            NDArray ones = zeros.onesLike();
            ImageDistance sample = new FrequencySparsity(1, FrequencySparsity.Mean.SAMPLE);

            // |F| = 16 at one of 16 frequencies, sqrt(1e-9) at the rest.
            double expected = (16 + 15 * Math.sqrt(1e-9)) / 16;
            float[] costs = sample.between(zeros, ones).toFloatArray();
            assertThat(costs).hasSize(2);
            assertThat((double) costs[0]).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void aWeightedSumAddsItsTermsAndItsTermsOwnUpsDoNotMatter() {
        CostSpec both =
                new Weighted(
                        Up.IDENTITY,
                        0,
                        List.of(
                                new Weighted.Term(2, new Mse(Up.BICUBIC, 0)),
                                new Weighted.Term(3, new Mae(Up.BICUBIC, 0))));
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            NDArray zeros = scope.manager().zeros(new Shape(2, 4));
            NDArray halves = TorchOps.scale(zeros.onesLike(), 0.5);

            float[] costs = both.distance(root).between(zeros, halves).toFloatArray();

            assertThat(costs).containsExactly(2f, 2f); // 2 · 0.25 + 3 · 0.5
        }
    }

    @Test
    void oxfordsWeightsWorkDownToTheirDeepestTapAndFurtherOnesAreRefused() throws IOException {
        String shared = System.getenv("MONGE_SHARED");
        Path project = Path.of(System.getProperty("monge.root", ".."));
        Path folder = shared == null ? project.resolve("../shared") : Path.of(shared);
        Path file = folder.resolve("data/weights/vgg16_oxford_conv1_1-conv3_3_rgb255.safetensors");
        Assumptions.assumeTrue(Files.exists(file), "skipped: no VGG-16 weights at " + file);
        Perceptual cost =
                new Perceptual(
                        Up.IDENTITY,
                        0,
                        file.toString(),
                        Vgg16Features.Input.RGB_255,
                        List.of(3, 8, 15),
                        new PerceptualDistance.Weights(0, 0, 1));
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            ImageDistance distance = cost.distance(root);
            NDArray u = HashedWeights.input(scope.manager(), 0, 1, 3, 32, 32);
            NDArray near = TorchOps.scale(u, 0.9);
            NDArray far = HashedWeights.input(scope.manager(), 1, 1, 3, 32, 32);

            assertThat(distance.between(u, u).toFloatArray()).containsExactly(0);
            assertThat(distance.between(u, near).getFloat(0))
                    .isPositive()
                    .isLessThan(distance.between(u, far).getFloat(0));

            Perceptual deeper = Perceptual.paper(Up.IDENTITY, 0, file.toString());
            assertThatThrownBy(() -> deeper.distance(root))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no features.17.weight");
        }
    }

    @Test
    void tapsThatTheFileDoesNotReachAndLayersThatAreNoReluAreRefused() {
        try (NDManager root = Compute.cpu(1).openRoot()) {
            assertThatThrownBy(
                            () ->
                                    new Vgg16Features(
                                            root, Map.of(), List.of(3), Vgg16Features.Input.AS_IS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("features.0.weight");
            assertThatThrownBy(
                            () ->
                                    new Vgg16Features(
                                            root, Map.of(), List.of(4), Vgg16Features.Input.AS_IS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("4 is no ReLU layer");
        }
        assertThatThrownBy(() -> new Sparse(Up.IDENTITY, 0, 3, FrequencySparsity.Mean.SAMPLE))
                .hasMessageContaining("exponent is 3.0");
    }

    @Test
    void weightsOfAnotherShapeAreRefusedWithBothShapes() {
        Map<String, HostTensor> wide =
                Map.of("features.0.weight", zeros(64, 3, 5, 5), "features.0.bias", zeros(64));
        Map<String, HostTensor> linear = Map.of("lin0.model.1.weight", zeros(1, 64, 1, 1));
        try (NDManager root = Compute.cpu(1).openRoot()) {
            assertThatThrownBy(
                            () ->
                                    new Vgg16Features(
                                            root, wide, List.of(1), Vgg16Features.Input.AS_IS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("features.0.weight is F32[64, 3, 5, 5], must be [64, 3, 3, 3]");
            assertThatThrownBy(() -> new AlexNetLpips(root, wide, linear))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("features.0.weight is F32[64, 3, 5, 5], must be [64, 3, 11, 11]");
        }
    }

    private static HostTensor zeros(long... shape) {
        return HostTensor.of(new float[(int) new Shape(shape).size()], shape);
    }
}
