package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.monge.ot.HostTensor;
import io.monge.ot.Oracle;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.BrenierMap;
import io.monge.ot.network.ConvexActivation;
import io.monge.ot.network.DenseIcnn;
import io.monge.ot.network.HalfSquareMinus;
import io.monge.ot.tensor.Compute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs on vectors against the reference's, batch by batch. */
class Wasserstein2TraceTest {
    /** Relative; second-order gradients over a few iterations. */
    private static final double LOSS = 1e-4;

    private static final double MEAN_WEIGHT = 2e-6;

    /** Of the reference's toys and of its benchmark. */
    private static final double KAPPA_TOY = 1e-6;

    private static final double KAPPA_HD = 1e-4;

    private static final Compute CPU = Compute.cpu(1);

    private static DenseIcnn icnn(int dim, int rank, double kappa, DenseIcnn.Names names) {
        return new DenseIcnn(
                dim, List.of(8, 8, 6), rank, kappa, ConvexActivation.CELU, 0, 0.1, names);
    }

    private static OptimizerSpec adam(double rate, double beta1, double beta2) {
        return new OptimizerSpec(LearningRate.constant(rate), beta1, beta2, 0);
    }

    @Test
    void w2gnFollowsTheReferenceFromPreTrainingToTheEnd() {
        Oracle trace = Oracle.load("trace_w2gn");
        IdentityStart start = new IdentityStart(3, 0, 1, adam(1e-3, 0.8, 0.9));
        Wasserstein2 spec =
                new Wasserstein2(
                        icnn(2, 2, KAPPA_TOY, DenseIcnn.Names.W2GN),
                        2,
                        Wasserstein2.Cycle.BOTH,
                        1e-10,
                        Wasserstein2.Direction.FORWARD,
                        start,
                        16,
                        adam(1e-3, 0.8, 0.99),
                        adam(1e-3, 0.4, 0.4),
                        0);
        Map<String, HostTensor> tensors = new HashMap<>();
        Traces.put(tensors, "potential.", spec.convex(), trace, "D_init.");
        Traces.put(tensors, "inverse.", spec.convex(), trace, "D_init.");
        SolverState begin = new SolverState(0, 0, Map.of(), tensors);
        Sampler pre = Traces.batches(trace.get("pre_X"));
        Sampler x = Traces.batches(trace.get("X"));
        int[] draws = {0};
        Sampler source = (scope, n) -> draws[0]++ < 3 ? pre.sample(scope, n) : x.sample(scope, n);
        Sampler target = Traces.batches(trace.get("Y"));
        float[] losses = trace.get("loss").floats();
        float[] cycles = trace.get("cycle").floats();

        try (Wasserstein2Solver solver = Wasserstein2Solver.open(spec, CPU, begin)) {
            double worst = 0;
            for (int i = 0; i < losses.length; i++) {
                StepReport report = solver.step(source, target);
                worst = Math.max(worst, Math.abs(report.mapLoss() / losses[i] - 1));
                worst = Math.max(worst, Math.abs(report.penalty() / (2 * cycles[i]) - 1));
            }
            Map<String, HostTensor> end = solver.state().tensors();
            double psi = Traces.farthest(spec.convex(), end, "potential.", trace, "D_end.", 1);
            double phi = Traces.farthest(spec.convex(), end, "inverse.", trace, "C_end.", 1);
            System.out.printf("trace_w2gn: losses %.1e, weights %.1e and %.1e%n", worst, psi, phi);
            assertThat(worst).isLessThan(LOSS);
            Traces.farthest(spec.convex(), end, "potential.", trace, "D_end.", MEAN_WEIGHT);
            Traces.farthest(spec.convex(), end, "inverse.", trace, "C_end.", MEAN_WEIGHT);
        }
    }

    @Test
    void theBenchmarksW2FollowsTheReference() {
        Oracle trace = Oracle.load("trace_hd_W2");
        Wasserstein2 spec =
                new Wasserstein2(
                        icnn(3, 1, KAPPA_HD, DenseIcnn.Names.W2B),
                        3,
                        Wasserstein2.Cycle.BOTH,
                        0,
                        Wasserstein2.Direction.FORWARD,
                        new IdentityStart(0, 0, 1, adam(1e-3, 0.9, 0.999)),
                        16,
                        adam(1e-3, 0.9, 0.999),
                        adam(1e-3, 0.9, 0.999),
                        0);
        Map<String, HostTensor> tensors = new HashMap<>();
        Traces.put(tensors, "potential.", spec.convex(), trace, "D0.");
        Traces.put(tensors, "inverse.", spec.convex(), trace, "D0.");
        float[] losses = trace.get("losses").floats();
        Sampler source = Traces.batches(trace.get("X"));
        Sampler target = Traces.batches(trace.get("Y"));

        SolverState begin = new SolverState(0, 0, Map.of(), tensors);
        try (Wasserstein2Solver solver = Wasserstein2Solver.open(spec, CPU, begin)) {
            double worst = 0;
            for (float loss : losses) {
                StepReport report = solver.step(source, target);
                worst = Math.max(worst, Math.abs(report.mapLoss() / loss - 1));
            }
            Map<String, HostTensor> end = solver.state().tensors();
            double psi = Traces.farthest(spec.convex(), end, "potential.", trace, "D1.", 1);
            double phi = Traces.farthest(spec.convex(), end, "inverse.", trace, "C1.", 1);
            System.out.printf("trace_hd_W2: losses %.1e, weights %.1e and %.1e%n", worst, psi, phi);
            assertThat(worst).isLessThan(LOSS);
            Traces.farthest(spec.convex(), end, "potential.", trace, "D1.", MEAN_WEIGHT);
            Traces.farthest(spec.convex(), end, "inverse.", trace, "C1.", MEAN_WEIGHT);
        }
    }

    /**
     * MM:R is OTS from P to Q with T = ∇ψ and f = ‖y‖²/2 - φ(y); MM is the same from Q to P. Their
     * losses differ from ours by λ mean c(x, 0), which the networks do not move.
     */
    @Test
    void theBenchmarksMinimaxSolversAreOtsInEitherDirection() {
        for (boolean reversed : new boolean[] {false, true}) {
            String name = reversed ? "trace_hd_MM" : "trace_hd_MM_R";
            Oracle trace = Oracle.load(name);
            DenseIcnn icnn = icnn(3, 1, KAPPA_HD, DenseIcnn.Names.W2B);
            Ots ots =
                    new Ots(
                            new BrenierMap(icnn),
                            new HalfSquareMinus(icnn),
                            new Mse(Up.IDENTITY, 0),
                            1.5,
                            Alternation.algorithm1(3),
                            new Unconstrained(),
                            16,
                            adam(1e-3, 0.9, 0.999),
                            adam(1e-3, 0.9, 0.999),
                            0);
            Map<String, HostTensor> tensors = new HashMap<>();
            Traces.put(tensors, "map.", icnn, trace, "D0.");
            Traces.put(tensors, "potential.", icnn, trace, "D0.");
            Sampler x = Traces.batches(trace.get("X"));
            Sampler y = Traces.batches(trace.get("Y"));
            SolverState begin = new SolverState(0, 0, Map.of(), tensors);
            String map = reversed ? "C1." : "D1.";
            String potential = reversed ? "D1." : "C1.";

            try (MinimaxSolver solver = SolverAssembly.open(ots, CPU, begin)) {
                for (int i = 0; i < 2; i++) {
                    solver.step(reversed ? y : x, reversed ? x : y);
                }
                Map<String, HostTensor> end = solver.state().tensors();
                double ofMap = Traces.farthest(icnn, end, "map.", trace, map, 1);
                double ofPotential = Traces.farthest(icnn, end, "potential.", trace, potential, 1);
                System.out.printf("%s: weights %.1e and %.1e%n", name, ofMap, ofPotential);
                Traces.farthest(icnn, end, "map.", trace, map, MEAN_WEIGHT);
                Traces.farthest(icnn, end, "potential.", trace, potential, MEAN_WEIGHT);
            }
        }
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
