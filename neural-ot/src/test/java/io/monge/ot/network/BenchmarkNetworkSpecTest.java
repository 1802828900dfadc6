package io.monge.ot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.ConvexPotential;
import io.monge.ot.HostTensor;
import io.monge.ot.TransportMap;
import io.monge.ot.snapshot.SpecJson;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BenchmarkNetworkSpecTest {
    static Stream<Arguments> counts() {
        return Stream.of(
                Arguments.of(UNet.reference(64), 17267523),
                Arguments.of(UNet.reference(48), 9715827),
                Arguments.of(UNet.reference(32), 4320675),
                Arguments.of(UNet.reference(8), 271467),
                Arguments.of(new UNet(3, 3, 64, UNet.Expansion.TRANSPOSED), 31043651),
                Arguments.of(ResNetGenerator.reference(), 24004675),
                Arguments.of(ConvIcnn64.reference(), 11247105),
                Arguments.of(new ConvIcnn128(128), 1902337),
                Arguments.of(DenseIcnn.gaussians(64), 65920),
                Arguments.of(DenseIcnn.gaussians(1024), 8392704),
                Arguments.of(DenseIcnn.benchmark(2, 1e-4), 6976),
                Arguments.of(DenseIcnn.benchmark(256, 1e-4), 1050112),
                Arguments.of(dense(128, List.of(256, 256, 128, 64), 4), 557824),
                Arguments.of(dense(2, List.of(128, 128, 64), 3), 27520),
                Arguments.of(SotGenerator.reference(), 4833841),
                Arguments.of(SotCritic.reference(640), 18922305),
                Arguments.of(SotCritic.reference(64), 14202561),
                Arguments.of(LeNet.reference(), 44426),
                Arguments.of(Autoencoder.reference(), 55859584),
                Arguments.of(new MlpMap(4, List.of(128, 128), MlpMap.Skip.NONE), 17668),
                Arguments.of(new MlpPotential(4, List.of(128, 128)), 17281));
    }

    private static DenseIcnn dense(int dim, List<Integer> hidden, int rank) {
        return new DenseIcnn(
                dim, hidden, rank, 1e-6, ConvexActivation.CELU, 0, 0.1, DenseIcnn.Names.W2GN);
    }

    @ParameterizedTest
    @MethodSource("counts")
    void aNetworkHasAsManyParametersAsTheReference(NetworkSpec spec, long count) {
        assertThat(spec.parameters()).isEqualTo(count);
    }

    @Test
    void runningStatisticsAreNoParameters() {
        UNet spec = UNet.reference(64);
        long all = spec.shapes().values().stream().mapToLong(s -> s.size()).sum();

        assertThat(all - spec.parameters()).isEqualTo(8850);
    }

    static Stream<NetworkSpec> specs() {
        return Stream.of(
                UNet.reference(4),
                new UNet(3, 3, 4, UNet.Expansion.TRANSPOSED),
                new SotGenerator(8, 4, 4),
                new MlpMap(3, List.of(8, 8), MlpMap.Skip.IDENTITY),
                new MlpPotential(3, List.of(8)),
                new BrenierMap(dense(3, List.of(8, 8, 6), 2)),
                new PotentialGradient(new MlpPotential(3, List.of(8)), 1.5),
                new HalfSquareMinus(dense(3, List.of(8, 8, 6), 2)),
                dense(3, List.of(8, 8, 6), 2),
                new ConvIcnn64(2, 2, 0.01, 0),
                new ConvIcnn128(2),
                new SotCritic(List.of(4, 4, 4, 4, 4, 4, 4, 4, 4, 4), 8),
                new ResNetGenerator(8, 16, 4, 16),
                new LeNet(3, 20, 4),
                new Autoencoder(2, 5));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void aSpecificationSurvivesJsonAndEqualSeedsGiveEqualWeights(NetworkSpec spec) {
        NetworkSpec read = SpecJson.parse(SpecJson.of(spec), NetworkSpec.class);

        assertThat(read).isEqualTo(spec);
        assertThat(read.initialWeights(5)).isEqualTo(spec.initialWeights(5));
        assertThat(spec.initialWeights(5)).isNotEqualTo(spec.initialWeights(6));
        assertThat(spec.initialWeights(5).keySet()).isEqualTo(spec.shapes().keySet());
    }

    @Test
    void unusableSizesAreRefusedWithASentence() {
        assertThatThrownBy(() -> new UNet(3, 3, 0, UNet.Expansion.BILINEAR))
                .hasMessageContaining("baseFactor 0");
        assertThatThrownBy(() -> dense(3, List.of(), 1)).hasMessageContaining("hidden []");
        assertThatThrownBy(() -> new SotCritic(List.of(1, 2), 8)).hasMessageContaining("[1, 2]");
        assertThatThrownBy(() -> new LeNet(1, 15, 10)).hasMessageContaining("side is 15 px");
        assertThatThrownBy(() -> new Autoencoder(0, 8)).hasMessageContaining("filters is 0");
        assertThatThrownBy(() -> new ConvIcnn128(0)).hasMessageContaining("channels is 0");
        assertThatThrownBy(() -> new PotentialGradient(new MlpPotential(2, List.of(4)), 0))
                .hasMessageContaining("step is 0");
    }

    @ParameterizedTest
    @MethodSource("convex")
    void aConvexNetworkIsConvexAlongRandomSegmentsWithItsFirstWeightsAndAfterProjection(
            ConvexSpec spec, long[] shape) {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            Parameters weights =
                    Parameters.frozen(root, spec.initialWeights(3), MemoryFormat.CONTIGUOUS);
            ConvexPotential psi = spec.over(weights);

            assertConvex(psi, scope.manager(), shape);
            for (NDArray weight : weights.arrays()) {
                weight.addi(noise(scope.manager(), weight.getShape().getShape(), 9));
            }
            psi.project();
            assertConvex(psi, scope.manager(), shape);
        }
    }

    static Stream<Arguments> convex() {
        return Stream.of(
                Arguments.of(dense(3, List.of(8, 8, 6), 2), new long[] {64, 3}),
                Arguments.of(new ConvIcnn64(2, 2, 0.01, 0), new long[] {4, 12288}),
                Arguments.of(new ConvIcnn128(2), new long[] {2, 3, 128, 128}));
    }

    private static void assertConvex(ConvexPotential psi, NDManager scope, long[] shape) {
        NDArray x = noise(scope, shape, 1);
        NDArray y = noise(scope, shape, 2);
        float[] middle = psi.of(TorchOps.scale(x.add(y), 0.5)).toFloatArray();
        float[] ends = TorchOps.scale(psi.of(x).add(psi.of(y)), 0.5).toFloatArray();
        for (int i = 0; i < middle.length; i++) {
            // float32: a convex function may miss by the rounding of its own size
            assertThat(middle[i]).isLessThanOrEqualTo(ends[i] + 1e-5f * Math.abs(ends[i]) + 1e-6f);
        }
    }

    @Test
    void aMapInTrainingUsesTheBatchAndAFrozenOneTheRunningStatistics() {
        UNet spec = UNet.reference(4);
        try (NDManager root = Compute.cpu(1).openRoot()) {
            Parameters weights =
                    Parameters.trainable(root, spec.initialWeights(1), MemoryFormat.CONTIGUOUS);
            TransportMap map = spec.over(weights);
            try (GradientScope scope = GradientScope.recording(root)) {
                NDArray x = noise(scope.manager(), new long[] {2, 3, 16, 16}, 1);
                var before = weights.toHost();
                GradientScope.withoutGradient(() -> map.of(x));
                assertThat(weights.toHost()).isEqualTo(before);

                map.of(x);

                String count = "inc.double_conv.1.num_batches_tracked";
                assertThat(weights.get(count).toFloatArray()).containsExactly(1);
                assertThat(weights.toHost()).isNotEqualTo(before);
            }
        }
    }

    @Test
    void thePushOfAFrozenNetworkIsPlainValuesAndTheSameAsTheRecordedOne() {
        DenseIcnn spec = dense(3, List.of(8, 8, 6), 2);
        try (NDManager root = Compute.cpu(1).openRoot()) {
            Parameters weights =
                    Parameters.trainable(root, spec.initialWeights(1), MemoryFormat.CONTIGUOUS);
            ConvexPotential psi = spec.over(weights);
            try (GradientScope scope = GradientScope.recording(root)) {
                NDArray x = noise(scope.manager(), new long[] {5, 3}, 1);
                NDArray recorded = psi.push(x);
                NDArray plain = GradientScope.withoutGradient(() -> psi.push(x));

                assertThat(plain.toFloatArray())
                        .isEqualTo(TorchOps.detach(recorded).toFloatArray());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ConvexActivation.class)
    void thePushIsTheGradientByFiniteDifferencesAndSoIsItsOwnGradient(ConvexActivation activation) {
        DenseIcnn spec =
                new DenseIcnn(2, List.of(4, 3), 2, 0.1, activation, 0, 0.5, DenseIcnn.Names.W2B);
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            Parameters weights =
                    Parameters.trainable(root, spec.initialWeights(4), MemoryFormat.CONTIGUOUS);
            ConvexPotential psi = spec.over(weights);
            float[] at = {0.3f, -0.7f};
            NDArray x = TorchOps.upload(scope.manager(), at, 1, 2);
            float[] push = TorchOps.detach(psi.push(x)).toFloatArray();
            NDArray point = TorchOps.variable(x);
            NDArray square = psi.push(point).square().sum();
            float[] second = TorchOps.grad(square, List.of(point)).get(0).toFloatArray();
            for (int i = 0; i < 2; i++) {
                // Central differences in float32: step 1e-2 leaves a few times 1e-4.
                assertThat(difference(i, at, y -> psi.of(y), scope))
                        .isCloseTo((double) push[i], within(5e-3));
                assertThat(difference(i, at, y -> psi.push(y).square().sum(), scope))
                        .isCloseTo((double) second[i], within(5e-3));
            }
        }
    }

    private static double difference(
            int i, float[] at, UnaryOperator<NDArray> f, GradientScope scope) {
        double[] values = new double[2];
        for (int side = 0; side < 2; side++) {
            float[] moved = at.clone();
            moved[i] += side == 0 ? -1e-2f : 1e-2f;
            NDArray x = TorchOps.upload(scope.manager(), moved, 1, 2);
            values[side] = TorchOps.detach(f.apply(x)).toFloatArray()[0];
        }
        return (values[1] - values[0]) / 2e-2;
    }

    @ParameterizedTest
    @EnumSource(UNet.Expansion.class)
    void aUNetKeepsSizesThatAreNoMultiplesOfSixteen(UNet.Expansion expansion) {
        UNet spec = new UNet(3, 3, 4, expansion);
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            Parameters weights =
                    Parameters.frozen(root, spec.initialWeights(1), MemoryFormat.CHANNELS_LAST);
            NDArray x = noise(scope.manager(), new long[] {1, 3, 37, 42}, 1);

            assertThat(spec.over(weights).of(x).getShape()).isEqualTo(x.getShape());
        }
    }

    @Test
    void anAutoencoderTrainsOnImagesOfSixtyFourPixelsAndCodesToItsLatentSize() {
        Autoencoder spec = new Autoencoder(2, 5);
        try (NDManager root = Compute.cpu(1).openRoot()) {
            Parameters weights =
                    Parameters.trainable(root, spec.initialWeights(1), MemoryFormat.CONTIGUOUS);
            AutoencoderMap map = spec.over(weights);
            root.cap(); // from here on, attaching an array to the root throws
            try (GradientScope scope = GradientScope.recording(root)) {
                NDArray x = scope.manager().ones(new Shape(2, 3, 64, 64));

                assertThat(map.encode(x).getShape()).isEqualTo(new Shape(2, 5));
                NDArray again = map.of(x);
                assertThat(again.getShape()).isEqualTo(x.getShape());
                List<NDArray> gradients =
                        TorchOps.grad(again.sub(x).square().mean(), weights.arrays());
                assertThat(gradients.get(0).abs().sum().getFloat()).isPositive();
                assertThat(weights.get("encoder.fc_out.2.num_batches_tracked").toFloatArray())
                        .containsExactly(2);
            }
        }
    }

    @Test
    void theSlopeThatSotsGeneratorSharesIsRepeatedForPyTorch() {
        SotGenerator spec = new SotGenerator(8, 4, 4);
        Map<String, HostTensor> weights = spec.initialWeights(1);
        weights.put("shallow_feat1.1.body.1.weight", HostTensor.of(new float[] {0.5f}, 1));

        Map<String, HostTensor> repeated = SotGenerator.withRepeatedSlope(weights);

        assertThat(repeated.keySet()).isEqualTo(weights.keySet());
        assertThat(repeated.get("stage1_decoder.skip_attn2.body.1.weight").floats())
                .containsExactly(0.5f);
    }

    @Test
    void aPerceptronWithASkipStartsAtTheIdentity() {
        MlpMap spec = new MlpMap(3, List.of(8, 8), MlpMap.Skip.IDENTITY);
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            NDArray x = noise(scope.manager(), new long[] {5, 3}, 1);
            Parameters weights =
                    Parameters.frozen(root, spec.initialWeights(1), MemoryFormat.CONTIGUOUS);

            assertThat(spec.over(weights).of(x).toFloatArray()).isEqualTo(x.toFloatArray());
        }
    }

    private static NDArray noise(NDManager scope, long[] shape, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = 1;
        for (long extent : shape) {
            size *= (int) extent;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return TorchOps.upload(scope, values, shape);
    }
}
