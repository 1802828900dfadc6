package io.monge.ot.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.SolverState;
import io.monge.ot.network.ConvexActivation;
import io.monge.ot.solver.DualValue;
import io.monge.ot.solver.SemiDual;
import io.monge.ot.tensor.Compute;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DualValueTest {
    private static final int DIM = 3;
    private static final Compute COMPUTE = Compute.cpu(1);

    private final SemiDual spec =
            VectorMethods.semiDual(DIM, new VectorMethods.Rule(ConvexActivation.CELU, 5e-3), 100);

    /** More rows than are solved at a time, and not a multiple of those. */
    @Test
    void everyRowCountsAsMuchAsAnother() {
        SplittableRandom random = new SplittableRandom(5);
        float[][] x = rows(700, random);
        float[][] y = rows(700, random);

        double ofAll = value(x, y);

        double parts = 0;
        for (int from = 0; from < 700; from += 100) {
            parts +=
                    value(
                            Arrays.copyOfRange(x, from, from + 100),
                            Arrays.copyOfRange(y, from, from + 100));
        }
        // Conjugates are solved until a mean over the rows is small enough: not the same mean.
        assertThat(ofAll).isCloseTo(parts / 7, within(1e-5 * ofAll));
    }

    /** The semi-dual is convex in ψ. */
    @Test
    void ofAMeanOfPotentialsItIsLessThanTheMeanOfTheirs() {
        float[][] x = rows(400, new SplittableRandom(6));
        float[][] y = rows(400, new SplittableRandom(7));

        double ofMean = value(List.of(state(1), state(2)), x, y);
        double mean = (value(List.of(state(1)), x, y) + value(List.of(state(2)), x, y)) / 2;

        assertThat(ofMean).isLessThan(mean);
        assertThat(value(List.of(state(1), state(1)), x, y))
                .isCloseTo(value(List.of(state(1)), x, y), within(1e-5 * mean));
    }

    private double value(float[][] x, float[][] y) {
        return value(List.of(state(1)), x, y);
    }

    private SolverState state(long seed) {
        try (OptimalTransportSolver solver = spec.open(COMPUTE, seed)) {
            return solver.state();
        }
    }

    private double value(List<SolverState> states, float[][] x, float[][] y) {
        return DualValue.of(spec, states, COMPUTE, Rows.inOrder(x), Rows.inOrder(y), x.length)
                .value();
    }

    private static float[][] rows(int count, SplittableRandom random) {
        float[][] rows = new float[count][DIM];
        for (int i = 0; i < count; i++) {
            for (int d = 0; d < DIM; d++) {
                rows[i][d] = (float) (random.nextGaussian() * (1 + i / 100)); // unlike the others
            }
        }
        return rows;
    }
}
