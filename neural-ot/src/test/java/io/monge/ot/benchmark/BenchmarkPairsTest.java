package io.monge.ot.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Sampler;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.metric.L2Uvp;
import io.monge.ot.network.MlpMap;
import io.monge.ot.network.MlpPotential;
import io.monge.ot.solver.Alternation;
import io.monge.ot.solver.LearningRate;
import io.monge.ot.solver.OptimizerSpec;
import io.monge.ot.solver.Ots;
import io.monge.ot.solver.Unconstrained;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarkPairsTest {
    @Test
    void aMixtureHasMeanZeroAndTotalVarianceOfItsDimension() {
        GaussianMixture mixture = GaussianMixture.draw(0, 3, 4);
        SplittableRandom random = new SplittableRandom(1);
        float[][] rows = new float[20_000][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = mixture.row(random);
        }

        // 20,000 draws of variance 4: 2 % is more than four standard errors.
        assertThat(L2Uvp.variance(rows)).isCloseTo(4, within(0.1));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 16, 32, 64})
    void theGaussianPairsHaveTheNotebooksDistances(int dim) {
        Map<Integer, Double> published =
                Map.of(
                        2,
                        1.954745490904,
                        4,
                        1.527785451764,
                        8,
                        1.759423571438,
                        16,
                        2.920156971631,
                        32,
                        6.151896077798,
                        64,
                        11.678104241224);

        assertThat(GaussianPair.w2gn(dim).halfSquaredDistance())
                .isCloseTo(published.get(dim), within(1e-9));
    }

    @Test
    void theGaussianMapIsInvertedByTheInverseAndCostsTheDistance() {
        GaussianPair pair = GaussianPair.w2gn(4);
        BenchmarkPair.TestPoints test = pair.test(3, 20_000);

        float[][] back = pair.inverse().push(test.y());
        double cost = 0;
        double worst = 0;
        for (int i = 0; i < back.length; i++) {
            for (int j = 0; j < 4; j++) {
                worst = Math.max(worst, Math.abs(back[i][j] - test.x()[i][j]));
                double move = test.y()[i][j] - test.x()[i][j];
                cost += move * move / 2 / back.length;
            }
        }

        assertThat(worst).isLessThan(1e-5);
        // 20,000 draws: four standard errors are below 4 %.
        assertThat(cost).isCloseTo(pair.halfSquaredDistance(), within(0.06));
        assertThat(L2Uvp.percent(test.y(), test.y(), test.targetVariance())).isZero();
    }

    @Test
    void aPairIsReadFromAnNpzFileAndItsSolverSeesNoTestPoint(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("pair.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            put(zip, "x_train", 3, 2, 1);
            put(zip, "y_unpaired", 4, 2, 2);
            put(zip, "x_test", 2, 2, 3);
            put(zip, "y_test", 2, 2, 4);
        }
        SampledPair pair = SampledPair.read(file);

        assertThat(pair.dimension()).isEqualTo(2);
        assertThat(pair.test(0, 10).x()[1]).containsExactly(3, 3);
        assertThat(pair.inverse().test(0, 10).x()[0]).containsExactly(4, 4);
        try (NDManager root = Compute.cpu(1).openRoot()) {
            assertThat(pair.source(1).sample(root, 2).toFloatArray()).containsOnly(1);
            assertThat(pair.target(1).sample(root, 2).toFloatArray()).containsOnly(2);
        }
    }

    @Test
    void aFileWithoutTheNeededArraysIsRefusedByName(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pair.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            put(zip, "x_train", 3, 2, 1);
        }

        assertThatThrownBy(() -> SampledPair.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("y_unpaired");
    }

    @Test
    void theBenchmarksFilesAreReadAndTheIdentityScoresWhatIsPublished() throws IOException {
        String shared = System.getenv("MONGE_SHARED");
        Path root = Path.of(System.getProperty("monge.root", ".."));
        Path folder = shared == null ? root.resolve("../shared") : Path.of(shared);
        Path file = folder.resolve("data/ot/mix3tomix10_D2.npz");
        Assumptions.assumeTrue(Files.exists(file), "skipped: no benchmark pair at " + file);

        BenchmarkPair.TestPoints test = SampledPair.read(file).test(0, Integer.MAX_VALUE);

        // Published 32.7; 4096 points.
        assertThat(L2Uvp.percent(test.x(), test.y(), test.targetVariance()))
                .isCloseTo(32.7, within(1.5));
    }

    private static void put(ZipOutputStream zip, String name, int n, int d, float value)
            throws IOException {
        String header =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(n, d);
        header += " ".repeat(117 - header.length()) + "\n";
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
        zip.write(header.getBytes(StandardCharsets.US_ASCII));
        var bytes = java.nio.ByteBuffer.allocate(4 * n * d);
        bytes.order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < n * d; i++) {
            bytes.putFloat(value);
        }
        zip.write(bytes.array());
        zip.closeEntry();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1, 1.5, 2})
    void theRegularizedObjectiveOfExampleOneIsLeastAtTheBiasedMap(double lambda) {
        double best = Double.POSITIVE_INFINITY;
        TwoPointExample.Map at = TwoPointExample.optimal();
        for (int a = -100; a <= 400; a++) {
            for (int b = -100; b <= 400; b++) {
                TwoPointExample.Map map = new TwoPointExample.Map(a / 100.0, b / 100.0);
                double value = TwoPointExample.objective(lambda, map);
                if (value < best - 1e-12) {
                    best = value;
                    at = map;
                }
            }
        }

        TwoPointExample.Map closed = TwoPointExample.regularized(lambda);
        assertThat(at.ofZero()).isCloseTo(closed.ofZero(), within(0.011));
        assertThat(at.ofTwo()).isCloseTo(closed.ofTwo(), within(0.011));
        assertThat(closed.ofZero()).isEqualTo(1 - lambda / 2);
    }

    @Test
    void otsReachesTheTargetOfExampleOneWhereTheRegularizedMapStopsShort() {
        LearningRate rate = new LearningRate(2e-3, 200, 400, 0.05);
        OptimizerSpec adam = new OptimizerSpec(rate, 0, 0.9, 0);
        Ots spec =
                new Ots(
                        new MlpMap(1, List.of(32, 32), MlpMap.Skip.IDENTITY),
                        new MlpPotential(1, List.of(32, 32)),
                        new Mse(Up.IDENTITY, 0),
                        1,
                        Alternation.algorithm1(5),
                        new Unconstrained(),
                        32,
                        adam,
                        adam,
                        0.99);
        Sampler p = twoPoints(0, 2);
        Sampler q = twoPoints(1, 3);
        try (OptimalTransportSolver solver = spec.open(Compute.cpu(1), 5)) {
            for (int i = 0; i < 400; i++) {
                solver.step(p, q);
            }
            float[] ends;
            try (NDManager root = Compute.cpu(1).openRoot();
                    GradientScope scope = GradientScope.frozen(root)) {
                ends = solver.map().of(p.sample(scope.manager(), 2)).toFloatArray();
            }

            // λ = 1 would give 0.5 and 2.5.
            assertThat(ends[0]).isCloseTo(1, within(0.2f));
            assertThat(ends[1]).isCloseTo(3, within(0.2f));
        }
    }

    /** Half of each batch at either point: the distribution itself, without noise. */
    private static Sampler twoPoints(float low, float high) {
        return (scope, n) -> {
            float[] values = new float[n];
            for (int i = 0; i < n; i++) {
                values[i] = i % 2 == 0 ? low : high;
            }
            return TorchOps.upload(scope, values, n, 1);
        };
    }
}
