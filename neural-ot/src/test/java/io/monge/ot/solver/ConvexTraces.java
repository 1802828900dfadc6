package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.BrenierMap;
import io.monge.ot.network.DenseIcnn;
import io.monge.ot.network.HalfSquareMinus;
import io.monge.ot.network.ReferenceSpecs;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.Tolerance;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/** Trainings of convex potentials on vectors. */
final class ConvexTraces {
    static final Compute CPU = Compute.cpu(1);

    /** The strong convexities in use; the files do not name theirs. */
    private static final List<Double> KAPPAS =
            List.of(1e-4, 1e-6, 1e-2, 0.05, 1e-3, 1e-5, 0.1, 0.0);

    private ConvexTraces() {}

    /** A check for one κ. */
    interface Check {
        void of(OracleFile file, DenseIcnn icnn, Findings findings);
    }

    /**
     * Checks with the κ that explains the file: the script's, else one of those in use, else the
     * one with the smallest error, to three digits. Its few iterations repeat in milliseconds.
     */
    static void explained(
            OracleFile file, String weights, double kappa, Check check, Findings findings) {
        DoubleFunction<Findings> trial = k -> trial(file, weights, k, check);
        Findings first = trial.apply(kappa);
        if (first.agree()) {
            findings.add(first);
            return;
        }
        Findings other =
                KAPPAS.stream()
                        .map(k -> trial.apply(k))
                        .filter(Findings::agree)
                        .findFirst()
                        .orElseGet(() -> trial.apply(nearest(trial)));
        findings.add(other.agree() ? other : first);
    }

    /** A grid over the orders of magnitude, then thirds around its best point. */
    private static double nearest(DoubleFunction<Findings> trial) {
        double best = -6;
        double least = Double.POSITIVE_INFINITY;
        for (double power = -6; power <= 0; power += 0.25) {
            double error = trial.apply(Math.pow(10, power)).largest();
            if (error < least) {
                least = error;
                best = power;
            }
        }
        double low = best - 0.25;
        double high = best + 0.25;
        while (high - low > 1e-4) {
            double third = (high - low) / 3;
            double below = trial.apply(Math.pow(10, low + third)).largest();
            double above = trial.apply(Math.pow(10, high - third)).largest();
            low = below > above ? low + third : low;
            high = below > above ? high : high - third;
        }
        return new BigDecimal(Math.pow(10, low)).round(new MathContext(3)).doubleValue();
    }

    private static Findings trial(OracleFile file, String weights, double kappa, Check check) {
        Findings trial = new Findings(file);
        double named = file.number("strong_convexity", kappa);
        DenseIcnn icnn =
                ReferenceSpecs.dense(file, weights, named, ReferenceSpecs.activation(file));
        check.of(file, icnn, trial);
        return trial;
    }

    static void w2gn(OracleFile file, Findings findings) {
        explained(file, "D_init.", 1e-6, ConvexTraces::w2gn, findings);
    }

    private static void w2gn(OracleFile file, DenseIcnn icnn, Findings findings) {
        int steps = file.extent("pre_X", 0);
        double[] losses = new double[steps];
        for (int k = 1; k <= steps; k++) {
            try (Wasserstein2Solver solver = open(w2gnSpec(file, icnn, k), file, "D_init.")) {
                losses[k - 1] = solver.startAtIdentity(Traces.batches(file.get("pre_X")));
                if (k == steps) {
                    end(icnn, solver, "potential.", file, "D_pre.", findings);
                }
            }
        }
        findings.compare(losses, "pre_loss", Tolerance.TRACE_LOSS);
        Wasserstein2 spec = w2gnSpec(file, icnn, steps);
        Sampler pre = Traces.batches(file.get("pre_X"));
        Sampler x = Traces.batches(file.get("X"));
        int[] draws = {0};
        Sampler source =
                (scope, n) -> draws[0]++ < steps ? pre.sample(scope, n) : x.sample(scope, n);
        try (Wasserstein2Solver solver = open(spec, file, "D_init.")) {
            double[][] ours = run(solver, source, Traces.batches(file.get("Y")), "loss", file);
            double[] cycles = Arrays.stream(ours[1]).map(c -> c / spec.cycleWeight()).toArray();
            findings.compare(ours[0], "loss", Tolerance.TRACE_LOSS);
            findings.compare(cycles, "cycle", Tolerance.TRACE_LOSS);
            end(icnn, solver, "potential.", file, "D_end.", findings);
            end(icnn, solver, "inverse.", file, "C_end.", findings);
        }
    }

    private static Wasserstein2 w2gnSpec(OracleFile file, DenseIcnn icnn, int identitySteps) {
        double rate = file.number("lr", 1e-3);
        return new Wasserstein2(
                icnn,
                file.number("lambda", 1),
                file.note().contains("both") ? Wasserstein2.Cycle.BOTH : Wasserstein2.Cycle.ONE,
                file.number("L1", 1e-10),
                Wasserstein2.Direction.FORWARD,
                new IdentityStart(identitySteps, 0, 1, adam(rate, 0.8, 0.9)),
                file.extent("X", 1),
                adam(rate, 0.8, 0.99),
                adam(rate, 0.4, 0.4),
                0);
    }

    static void w2(OracleFile file, Findings findings) {
        explained(file, "D0.", 1e-4, ConvexTraces::w2, findings);
    }

    private static void w2(OracleFile file, DenseIcnn icnn, Findings findings) {
        OptimizerSpec adam = Traces.adam(file, 0.9, 0.999, 0);
        Wasserstein2 spec =
                new Wasserstein2(
                        icnn,
                        file.number("W2 lambda", icnn.dim()),
                        Wasserstein2.Cycle.BOTH,
                        0,
                        isReversed(file)
                                ? Wasserstein2.Direction.REVERSED
                                : Wasserstein2.Direction.FORWARD,
                        new IdentityStart(0, 0, 1, adam),
                        file.extent("X", 1),
                        adam,
                        adam,
                        0);
        Sampler x = Traces.batches(file.get("X"));
        try (Wasserstein2Solver solver = open(spec, file, "D0.")) {
            double[][] ours = run(solver, x, Traces.batches(file.get("Y")), "losses", file);
            findings.compare(ours[0], "losses", Tolerance.TRACE_LOSS);
            end(icnn, solver, "potential.", file, "D1.", findings);
            end(icnn, solver, "inverse.", file, "C1.", findings);
        }
    }

    private static OptimizerSpec adam(double rate, double beta1, double beta2) {
        return new OptimizerSpec(LearningRate.constant(rate), beta1, beta2, 0);
    }

    private static Wasserstein2Solver open(Wasserstein2 spec, OracleFile file, String weights) {
        Map<String, HostTensor> start = file.part(weights, spec.convex().shapes().keySet());
        SolverState state = Traces.start(Map.of("potential.", start, "inverse.", start));
        return Wasserstein2Solver.open(spec, CPU, state);
    }

    /** Losses and penalties of as many steps as there are losses. */
    private static double[][] run(
            Wasserstein2Solver solver, Sampler x, Sampler y, String losses, OracleFile file) {
        double[][] ours = new double[2][(int) file.get(losses).size()];
        for (int i = 0; i < ours[0].length; i++) {
            StepReport report = solver.step(x, y);
            ours[0][i] = report.mapLoss();
            ours[1][i] = report.penalty();
        }
        return ours;
    }

    private static void end(
            DenseIcnn icnn,
            Wasserstein2Solver solver,
            String prefix,
            OracleFile file,
            String wanted,
            Findings findings) {
        double rate = file.number("lr", 1e-3);
        Traces.end(icnn, solver.state(), prefix, file, wanted, rate, findings);
    }

    /** "MM_R", "W2_R_2", but not "MM_Rather". */
    private static boolean isReversed(OracleFile file) {
        return file.name().matches(".*_R(_.*)?");
    }

    static void minimax(OracleFile file, Findings findings) {
        explained(file, "D0.", 1e-4, ConvexTraces::minimax, findings);
    }

    /**
     * MM:R is OTS from P to Q with T = ∇ψ and f = ‖y‖²/2 - φ(y); MM is the same from Q to P. Their
     * losses are ours without the squares, which no network moves. MMv2 and MMv2:R keep both
     * networks convex.
     */
    private static void minimax(OracleFile file, DenseIcnn icnn, Findings findings) {
        boolean reversed = isReversed(file);
        HostTensor ofMap = file.get(reversed ? "X" : "Y");
        HostTensor ofTarget = file.get(reversed ? "Y" : "X");
        int passes = (int) ofTarget.shape()[0];
        int mapUpdates = (int) (ofMap.shape()[0] / passes) - 1;
        OptimizerSpec adam = Traces.adam(file, 0.9, 0.999, 0);
        Ots spec =
                new Ots(
                        new BrenierMap(icnn),
                        new HalfSquareMinus(icnn),
                        new Mse(Up.IDENTITY, 0),
                        icnn.dim() / 2.0,
                        Alternation.algorithm1(mapUpdates),
                        file.name().contains("MMv2") ? new Convexified() : new Unconstrained(),
                        (int) ofMap.shape()[1],
                        adam,
                        adam,
                        0);
        Map<String, HostTensor> start = file.part("D0.", icnn.shapes().keySet());
        SolverState begin = Traces.start(Map.of("map.", start, "potential.", start));
        try (MinimaxSolver solver = SolverAssembly.open(spec, CPU, begin)) {
            minimaxLosses(file, solver, ofMap, ofTarget, findings);
            SolverState end = solver.state();
            double rate = adam.learningRate().at(0);
            Traces.end(icnn, end, "map.", file, reversed ? "D1." : "C1.", rate, findings);
            Traces.end(icnn, end, "potential.", file, reversed ? "C1." : "D1.", rate, findings);
        }
    }

    private static void minimaxLosses(
            OracleFile file,
            MinimaxSolver solver,
            HostTensor ofMap,
            HostTensor ofTarget,
            Findings findings) {
        int passes = (int) ofTarget.shape()[0];
        int period = (int) ofMap.shape()[0] / passes;
        Sampler source = Traces.batches(ofMap);
        Sampler target = Traces.batches(ofTarget);
        double[] losses = file.get("losses").doubles();
        double[] ours = new double[2 * passes];
        double[] theirs = new double[2 * passes];
        for (int i = 0; i < passes; i++) {
            double pushed = halfSquare(solver, ofMap, period * i, true);
            double targets = halfSquare(solver, ofTarget, i, false);
            StepReport report = solver.step(source, target);
            ours[2 * i] = -report.potentialLoss() - pushed + targets;
            ours[2 * i + 1] = report.mapLoss();
            theirs[2 * i] = losses[period * i];
            for (int k = 1; k < period; k++) {
                ours[2 * i + 1] -= halfSquare(solver, ofMap, period * i + k, false) / (period - 1);
                theirs[2 * i + 1] += losses[period * i + k] / (period - 1);
            }
        }
        findings.compare("losses", ours, theirs, Tolerance.TRACE_LOSS);
    }

    /** Mean ‖x‖²/2 of a batch, or of its image. */
    private static double halfSquare(
            MinimaxSolver solver, HostTensor batches, int index, boolean pushed) {
        try (NDManager scope = solver.root().newSubManager()) {
            NDArray x = Traces.batch(scope, batches, index);
            NDArray at = pushed ? GradientScope.withoutGradient(() -> solver.map().of(x)) : x;
            return 0.5 * at.square().sum(new int[] {1}).mean().getFloat();
        }
    }
}
