package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.network.ConvexActivation;
import io.monge.ot.network.DenseIcnn;
import io.monge.ot.tensor.Compute;
import java.util.List;
import org.junit.jupiter.api.Test;

/** W2GN where no reference is needed. */
class Wasserstein2SolverTest {
    private static final Compute CPU = Compute.cpu(1);

    private static DenseIcnn icnn(int dim, int rank, double kappa, DenseIcnn.Names names) {
        return new DenseIcnn(
                dim, List.of(8, 8, 6), rank, kappa, ConvexActivation.CELU, 0, 0.1, names);
    }

    private static OptimizerSpec adam(double rate, double beta1, double beta2) {
        return new OptimizerSpec(LearningRate.constant(rate), beta1, beta2, 0);
    }

    @Test
    void theProjectionKeepsBothPotentialsConvexAndTheRunResumesBitForBit() {
        IdentityStart start = new IdentityStart(5, 0, 3, adam(1e-3, 0.8, 0.9));
        Wasserstein2 spec =
                new Wasserstein2(
                        icnn(2, 2, 0.05, DenseIcnn.Names.W2GN),
                        2,
                        Wasserstein2.Cycle.ONE,
                        1e-10,
                        Wasserstein2.Direction.REVERSED,
                        start,
                        16,
                        adam(1e-3, 0.8, 0.99),
                        adam(1e-3, 0.4, 0.4),
                        0.9);
        SolverState middle;
        try (var solver = spec.open(CPU, 3)) {
            solver.step(VectorRuns.gaussian(2, 1, 1), VectorRuns.gaussian(2, 2, 2));
            middle = solver.state();
        }
        SolverState[] ends = new SolverState[2];
        for (int run = 0; run < 2; run++) {
            try (var solver = spec.resume(CPU, middle)) {
                StepReport report =
                        solver.step(VectorRuns.gaussian(2, 1, 3), VectorRuns.gaussian(2, 2, 4));
                assertThat(report.iteration()).isEqualTo(2);
                assertThat(report.penalty()).isPositive();
                ends[run] = solver.state();
            }
        }

        assertThat(ends[0]).isEqualTo(ends[1]);
        ends[0].tensors()
                .forEach(
                        (name, tensor) -> {
                            if (name.matches("(potential|inverse)[.](convex|final).*")) {
                                for (float weight : tensor.floats()) {
                                    assertThat(weight).isNotNegative();
                                }
                            }
                        });
        assertThat(ends[0].counters().get("inverse")).isEqualTo(2L);
    }

    @Test
    void aStepLeavesNothingBehindInNativeMemory() {
        Wasserstein2 spec = VectorRuns.gaussianSpec(2, 0);
        try (Wasserstein2Solver solver = (Wasserstein2Solver) spec.open(CPU, 3)) {
            solver.root().cap(); // from here on, attaching an array to the root throws

            for (int i = 0; i < 3; i++) {
                solver.step(VectorRuns.gaussian(2, 1, 1), VectorRuns.gaussian(2, 2, 2));
            }
            assertThat(solver.iteration()).isEqualTo(3);
        }
    }

    @Test
    void aScaledGaussianIsReachedByItsScaling() {
        Wasserstein2 spec = VectorRuns.gaussianSpec(2, 60);
        Sampler source = VectorRuns.gaussian(2, 1, 1);
        Sampler target = VectorRuns.gaussian(2, 2, 2);
        try (var solver = spec.open(CPU, 3)) {
            StepReport report = solver.step(source, target);
            for (int i = 0; i < 300; i++) {
                report = solver.step(source, target);
            }

            // T(x) = 2x: mean (T(x) - x)² = 1; 16 samples and 300 steps leave a quarter.
            assertThat(report.contentLoss()).isCloseTo(1, within(0.6));
        }
    }
}
