package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.monge.ot.DivergedException;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.snapshot.SolverCheckpoint;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.SafeTensors;
import io.monge.ot.tensor.TorchOps;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MinimaxSolverTest {
    private static final Compute CPU = Compute.cpu(1);

    static PotentialConstraint[] constraints() {
        return new PotentialConstraint[] {
            new Unconstrained(),
            new MeanSquare(0.01),
            new GradientPenalty(10),
            new Expectile(0.3, 0.99),
            new Unbalanced(2)
        };
    }

    @ParameterizedTest
    @MethodSource("constraints")
    void aRunResumedFromItsFileContinuesBitForBit(PotentialConstraint constraint) {
        Ots spec = TinyRuns.spec(constraint, 2);
        Sampler lr = TinyRuns.noise(4, 1);
        Sampler hr = TinyRuns.noise(8, 2);
        SolverState middle;
        SolverState end;
        StepReport last;
        try (OptimalTransportSolver solver = spec.open(CPU, 7)) {
            steps(solver, 3, lr, hr);
            middle = solver.state();
        }
        Sampler lrAgain = TinyRuns.noise(4, 3);
        Sampler hrAgain = TinyRuns.noise(8, 4);
        byte[] file = new SolverCheckpoint(spec, middle).toSafeTensors(Map.of()).toBytes();
        try (OptimalTransportSolver straight = spec.resume(CPU, middle)) {
            last = steps(straight, 4, lrAgain, hrAgain);
            end = straight.state();
        }

        SolverCheckpoint read = SolverCheckpoint.of(SafeTensors.of(file));
        try (OptimalTransportSolver resumed = read.spec().resume(CPU, read.state())) {
            StepReport report = steps(resumed, 4, TinyRuns.noise(4, 3), TinyRuns.noise(8, 4));

            assertThat(read.spec()).isEqualTo(spec);
            assertThat(report).isEqualTo(last);
            assertThat(resumed.state()).isEqualTo(end);
            assertThat(resumed.iteration()).isEqualTo(7);
            assertThat(resumed.reanchors()).as("k_c = 2").containsExactly(2L, 4L, 6L);
        }
    }

    @Test
    void savingTheStateDoesNotDisturbTheRun() {
        Ots spec = TinyRuns.spec(new MeanSquare(0.01), 2);
        SolverState undisturbed;
        try (OptimalTransportSolver solver = spec.open(CPU, 7)) {
            steps(solver, 5, TinyRuns.noise(4, 1), TinyRuns.noise(8, 2));
            undisturbed = solver.state();
        }

        Sampler lr = TinyRuns.noise(4, 1);
        Sampler hr = TinyRuns.noise(8, 2);
        try (OptimalTransportSolver solver = spec.open(CPU, 7)) {
            for (int i = 0; i < 5; i++) {
                solver.state();
                solver.averagedWeights();
                solver.step(lr, hr);
            }
            assertThat(solver.state()).isEqualTo(undisturbed);
        }
    }

    @Test
    void theReportHasThePapersSigns() {
        Ots spec = TinyRuns.spec(new MeanSquare(0.5), 0);
        try (OptimalTransportSolver solver = spec.open(CPU, 7)) {
            StepReport report = solver.step(TinyRuns.noise(4, 1), TinyRuns.noise(8, 2));

            assertThat(report.iteration()).isEqualTo(1);
            assertThat(report.potentialLoss())
                    .isCloseTo(report.potentialOfHr() - report.potentialOfSr(), within(1e-9));
            assertThat(report.penalty()).isPositive();
            assertThat(report.contentLoss()).isNotNegative();
        }
    }

    @Test
    void aLossThatIsNotFiniteStopsTheRun() {
        Sampler broken =
                (scope, n) -> {
                    NDArray batch = TinyRuns.noise(4, 1).sample(scope, n);
                    return TorchOps.scale(batch, Double.NaN);
                };
        try (OptimalTransportSolver solver = TinyRuns.spec(new Unconstrained(), 0).open(CPU, 7)) {
            assertThatThrownBy(() -> solver.step(broken, TinyRuns.noise(8, 2)))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("Iteration 1");
        }
    }

    @Test
    void aStateOfAnotherArchitectureIsRefused() {
        Ots spec = TinyRuns.spec(new Unconstrained(), 0);
        SolverState state = new SolverState(0, 3, Map.of(), Map.of());

        assertThatThrownBy(() -> spec.resume(CPU, state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("map.head.0.weight");
    }

    @ParameterizedTest
    @MethodSource("constraints")
    void aStepLeavesNothingBehindInNativeMemory(PotentialConstraint constraint) {
        try (MinimaxSolver solver = (MinimaxSolver) TinyRuns.spec(constraint, 0).open(CPU, 7)) {
            solver.root().cap(); // from here on, attaching an array to the root throws

            StepReport report = steps(solver, 3, TinyRuns.noise(4, 1), TinyRuns.noise(8, 2));

            assertThat(report.iteration()).isEqualTo(3);
            assertThatThrownBy(() -> solver.root().ones(new ai.djl.ndarray.types.Shape(1)))
                    .as("the seal works")
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void nativeMemoryStaysFlatOverHundredsOfSteps() throws IOException {
        Sampler lr = TinyRuns.noise(4, 1);
        Sampler hr = TinyRuns.noise(8, 2);
        try (OptimalTransportSolver solver =
                TinyRuns.spec(new GradientPenalty(10), 50).open(CPU, 7)) {
            steps(solver, 200, lr, hr);
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 3; round++) {
                long before = NativeMemory.bytes();
                steps(solver, 200, lr, hr);
                least = Math.min(least, NativeMemory.bytes() - before);
            }

            // A step of these networks makes about 400 arrays: one graph leaked per step would be
            // 30 MiB in every round. The compiler, the allocator and a heap that is touched for the
            // first time move by as much, but not in every round.
            assertThat(least).isLessThan(12L << 20);
        }
    }

    private static StepReport steps(
            OptimalTransportSolver solver, int count, Sampler lr, Sampler hr) {
        StepReport report = solver.step(lr, hr);
        for (int i = 1; i < count; i++) {
            report = solver.step(lr, hr);
        }
        return report;
    }
}
