package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.monge.ot.Sampler;
import io.monge.ot.network.ConvexActivation;
import io.monge.ot.network.DenseIcnn;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** QC where no reference is needed. */
class BatchPlanTest {
    /** Sums of a hundred float64 numbers of size one. */
    private static final double ROUNDING = 1e-12;

    private static float[][] points(int n, int dim, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] points = new float[n][dim];
        for (float[] point : points) {
            for (int i = 0; i < dim; i++) {
                point[i] = (float) random.nextGaussian();
            }
        }
        return points;
    }

    private static double halfSquare(float[] y, float[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += 0.5 * Math.pow((double) y[i] - x[i], 2);
        }
        return sum;
    }

    @Test
    void theDualsProveThePlanOptimalFromBothSides() {
        float[][] y = points(64, 5, 1);
        float[][] x = points(64, 5, 2);

        BatchDuals duals = BatchDuals.of(y, x);

        assertOptimal(duals, y, x);
        assertOptimal(duals.reversed(), x, y);
    }

    private static void assertOptimal(BatchDuals duals, float[][] y, float[][] x) {
        double cost = 0;
        for (int f = 0; f < x.length; f++) {
            for (int r = 0; r < y.length; r++) {
                assertThat(duals.u()[r] - duals.v()[f])
                        .isLessThanOrEqualTo(halfSquare(y[r], x[f]) + ROUNDING);
            }
            int partner = duals.partner()[f];
            double paid = halfSquare(y[partner], x[f]);
            assertThat(duals.u()[partner] - duals.v()[f]).isCloseTo(paid, within(ROUNDING));
            cost += paid;
        }
        double u = Arrays.stream(duals.u()).sum();
        double v = Arrays.stream(duals.v()).sum();
        assertThat(Arrays.stream(duals.partner()).distinct().count()).isEqualTo(x.length);
        assertThat(u - v).isCloseTo(cost, within(100 * ROUNDING));
        assertThat(u + v).isCloseTo(0, within(100 * ROUNDING));
    }

    @Test
    void onALineThePlanKeepsTheOrder() {
        float[][] y = points(20, 1, 3);
        float[][] x = points(20, 1, 4);

        int[] partner = BatchDuals.of(y, x).partner();

        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                if (x[i][0] < x[j][0]) {
                    assertThat(y[partner[i]][0]).isLessThan(y[partner[j]][0]);
                }
            }
        }
    }

    @Test
    void theDistancesAreThoseToThePartners() {
        float[][] y = {{0, 0}, {3, 4}};
        float[][] x = {{3, 5}, {0, 2}};

        assertThat(BatchDuals.of(y, x).distances(y, x)).containsExactly(1, 2);
    }

    @Test
    void trainingCarriesTheMapMostOfTheWayToAScaledGaussian() {
        DenseIcnn icnn =
                new DenseIcnn(
                        1,
                        List.of(16, 16),
                        1,
                        0.05,
                        ConvexActivation.CELU,
                        0,
                        0.1,
                        DenseIcnn.Names.W2B);
        OptimizerSpec adam = new OptimizerSpec(LearningRate.constant(1e-2), 0.9, 0.999, 0);
        DualPotentials spec = new DualPotentials(icnn, BatchPlan.benchmark(), 64, adam, adam, 0);
        Sampler source = VectorRuns.gaussian(1, 1, 1);
        Sampler target = VectorRuns.gaussian(1, 2, 2);
        try (DualSolver solver = (DualSolver) spec.open(Compute.cpu(1), 3)) {
            double before = fromTwice(solver);
            for (int i = 0; i < 400; i++) {
                solver.step(source, target);
            }

            // Duals of batches teach slowly: the benchmark gives QC 100,000 steps.
            assertThat(fromTwice(solver)).isLessThan(0.15 * before);
        }
    }

    /** (T(1) - 2)²: T(x) = 2x between N(0, 1) and N(0, 4). */
    private static double fromTwice(DualSolver solver) {
        try (GradientScope scope = GradientScope.frozen(solver.root())) {
            NDArray x = TorchOps.upload(scope.manager(), new float[] {1}, 1, 1);
            return Math.pow(solver.map().of(x).getFloat(0, 0) - 2, 2);
        }
    }

    @Test
    void aNegativeWeightIsRefused() {
        assertThatThrownBy(() -> new BatchPlan(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slopeWeight is -1.0, must be at least 0");
    }
}
