package io.monge.ot.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.monge.ot.metric.L2Uvp;
import io.monge.ot.tensor.Compute;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class BenchmarkRunTest {
    private static final Compute CPU = Compute.cpu(1);

    @Test
    void theSemiDualMethodFindsTheMapBetweenGaussiansAndRepeatsBitForBit() {
        MapScore first = semiDual(60);
        MapScore second = semiDual(60);

        assertThat(first).isEqualTo(second);
        // The frame makes a Gaussian pair trivial: what is left is the network's own noise.
        assertThat(first.uvp()).isLessThan(3);
        assertThat(first.cosine()).isGreaterThan(0.98);
    }

    private static MapScore semiDual(long iterations) {
        return new BenchmarkRun(
                        GaussianPair.w2gn(2),
                        VectorMethods.semiDual(2),
                        new RunLength.Iterations(iterations),
                        CPU,
                        4)
                .run(2_000)
                .score();
    }

    @Test
    void theTextbookMethodMovesTowardsTheMapOfGaussians() {
        GaussianPair pair = GaussianPair.w2gn(2);
        BenchmarkPair.TestPoints test = pair.test(4, 2_000);
        double identity = MapScore.of(test.x(), test).uvp();

        BenchmarkResult<MapScore> result =
                new BenchmarkRun(pair, VectorMethods.ots(2), new RunLength.Iterations(300), CPU, 4)
                        .run(2_000);

        assertThat(result.iterations()).isEqualTo(300);
        assertThat(result.score().uvp()).isLessThan(identity / 2);
    }

    @Test
    void aRunOfGivenTimeForeseesItsLengthAndLetsTheRatesFallToTheirFloor() {
        List<RunProgress> seen = new ArrayList<>();
        List<Long> plans = new ArrayList<>();
        BenchmarkMethod method =
                iterations -> {
                    plans.add(iterations);
                    return VectorMethods.semiDual(2).lasting(iterations);
                };

        BenchmarkResult<MapScore> result =
                new BenchmarkRun(GaussianPair.w2gn(2), method, new RunLength.Seconds(3), CPU, 4)
                        .reportingTo(seen::add)
                        .run(100);

        // At least the last step and the opening of an engine go over the time.
        assertThat(result.seconds()).isGreaterThanOrEqualTo(3);
        long last = plans.get(plans.size() - 1);
        // Planned from the pace of the last fiftieth: a busy machine may be off by half.
        assertThat((double) result.iterations() / last).isBetween(0.5, 1.5);
        assertThat(plans)
                .hasSizeGreaterThan(1); // corrected at least once, however busy the machine
        assertThat(seen).isNotEmpty();
        assertThat(seen).extracting(RunProgress::share).isSorted();
    }

    /** As those beside one that failed are. */
    @Test
    void aRunWhoseThreadIsInterruptedIsGivenUp() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> semiDual(60)).isInstanceOf(CancellationException.class);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void inItsFrameBothSidesOfAPairHaveOneDiagonalCovarianceAndTheLinearMapIsTheIdentity() {
        GaussianPair pair = GaussianPair.w2gn(3);
        BenchmarkPair.TrainingPoints points = pair.training(1, 50_000);
        GaussianFrame frame = GaussianFrame.of(points.x(), points.y());
        try (NDManager root = CPU.openRoot()) {
            float[][] u =
                    Rows.of(frame.source(pair.source(2)).sample(root, 50_000).toFloatArray(), 3);
            float[][] v =
                    Rows.of(frame.target(pair.target(3)).sample(root, 50_000).toFloatArray(), 3);
            double[][] ofU = GaussianMoments.of(u).covariance().rows();
            double[][] ofV = GaussianMoments.of(v).covariance().rows();
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    double expected = i == j ? frame.variances()[i] : 0;
                    // 50,000 draws twice, variances up to 4: 3 % of that is beyond 4 errors
                    assertThat(ofU[i][j]).isCloseTo(expected, within(0.12));
                    assertThat(ofV[i][j]).isCloseTo(expected, within(0.12));
                }
            }
            BenchmarkPair.TestPoints test = pair.test(5, 1_000);
            float[][] images = FittedMap.push(CPU, frame.map(x -> x), test.x());
            // The moments of 50,000 draws are known to a percent: a ten-thousandth of the square.
            assertThat(L2Uvp.percent(images, test.y(), test.targetVariance())).isLessThan(0.1);
        }
    }

    @Test
    void theLinearBaselineIsTheTrueMapOfGaussiansAndTheConstantOneScoresAHundred() {
        GaussianPair pair = GaussianPair.w2gn(4);

        Baselines baselines = Baselines.of(pair.training(1, 50_000), pair.test(2, 5_000));

        assertThat(baselines.linear().uvp()).isLessThan(0.1);
        // 5,000 test points of the exact variance: four standard errors
        assertThat(baselines.constant().uvp()).isCloseTo(100, within(6.0));
        assertThat(baselines.identity().uvp()).isGreaterThan(10);
    }
}
