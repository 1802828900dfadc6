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
import io.monge.ot.Oracle;
import io.monge.ot.network.Vgg16Features;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.Convolutions;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Costs against the reference's values and gradients. */
class CostOracleTest {
    private static final List<Integer> PAPER_TAPS = List.of(3, 8, 15, 22);
    private static final List<Integer> CONVOLUTIONS = List.of(0, 2, 5, 7, 10, 12, 14, 17, 19, 21);

    @Test
    void thePerceptualCostAndItsGradientAreTheReferences() {
        Oracle oracle = Oracle.load("vgg_cost_div8");
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            PerceptualDistance distance =
                    new PerceptualDistance(
                            features(root, oracle.part("param.", names())),
                            PerceptualDistance.Weights.paper());
            NDArray v = TorchOps.variable(upload(scope.manager(), oracle.get("in1")));
            NDArray u = upload(scope.manager(), oracle.get("in2"));

            NDArray cost = distance.between(u, v);

            NDArray gradient = TorchOps.grad(cost.mean(), List.of(v)).get(0);
            double forward = oracle.error(cost, "cost");
            double backward = oracle.error(gradient, "grad_in1");
            System.out.printf("vgg_cost_div8: %.1e, gradient %.1e%n", forward, backward);
            assertThat(forward).isLessThan(1e-5);
            assertThat(backward).isLessThan(1e-4);
        }
    }

    @Test
    void thePerceptualCostAtTheRealWidthsIsTheReferences() {
        Oracle oracle = Oracle.load("full_vgg16_cost");
        long[] widths = {3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512};
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (int i = 0; i < CONVOLUTIONS.size(); i++) {
            String name = "features." + CONVOLUTIONS.get(i);
            shapes.put(name + ".weight", new Shape(widths[i + 1], widths[i], 3, 3));
            shapes.put(name + ".bias", new Shape(widths[i + 1]));
        }
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            Vgg16Features features = features(root, HashedWeights.of(shapes, List.of()));
            NDArray u = HashedWeights.input(scope.manager(), 0, 2, 3, 32, 32);
            NDArray v = HashedWeights.input(scope.manager(), 1, 2, 3, 32, 32);
            List<NDArray> ofU = features.of(u);
            double worst = 0;
            for (int k = 0; k < PAPER_TAPS.size(); k++) {
                NDArray mean = Convolutions.meanOverSpace(ofU.get(k)).squeeze(3).squeeze(2);
                worst = Math.max(worst, oracle.error(mean, "mean_feat_" + PAPER_TAPS.get(k)));
            }

            NDArray cost =
                    new PerceptualDistance(features, PerceptualDistance.Weights.paper())
                            .between(u, v);

            double error = oracle.error(cost, "cost");
            System.out.printf("full_vgg16_cost: %.1e, features %.1e%n", error, worst);
            assertThat(worst).isLessThan(1e-5);
            assertThat(error).isLessThan(1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"l05, 0.5", "l1, 1", "l2, 2"})
    void sotsFrequencyCostAndItsGradientAreTheReferences(String name, double p) {
        Oracle oracle = Oracle.load("sot_frequency_loss");
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            ImageDistance distance = new FrequencySparsity(p, FrequencySparsity.Mean.BATCH);
            NDArray g = TorchOps.variable(upload(scope.manager(), oracle.get("g")));
            NDArray x = upload(scope.manager(), oracle.get("x"));

            NDArray cost = distance.between(x, g).mean();

            NDArray gradient = TorchOps.grad(cost, List.of(g)).get(0);
            double forward = oracle.error(cost, name);
            double backward = oracle.error(gradient, "grad_g." + name);
            System.out.printf("sot %s: %.1e, gradient %.1e%n", name, forward, backward);
            assertThat(forward).isLessThan(1e-5);
            assertThat(backward).isLessThan(1e-4);
        }
    }

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

    private static List<String> names() {
        return CONVOLUTIONS.stream()
                .flatMap(
                        i ->
                                List.of("features." + i + ".weight", "features." + i + ".bias")
                                        .stream())
                .toList();
    }

    private static Vgg16Features features(NDManager root, Map<String, HostTensor> weights) {
        return new Vgg16Features(root, weights, PAPER_TAPS, Vgg16Features.Input.AS_IS);
    }

    private static NDArray upload(NDManager scope, HostTensor tensor) {
        return TorchOps.upload(scope, tensor.floats(), tensor.shape());
    }
}
