package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.HostTensor;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.cost.FrequencySparsity;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Sparse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.ReferenceSpecs;
import io.monge.ot.network.SotGenerator;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Resampling;
import java.util.Map;

/** Trainings whose optimizers divide a gradient by itself, see {@link Reproduction}. */
final class AdversarialTraces {
    /** The reference's layout, so that sums run in its order. */
    static final Compute CPU = new Compute("cpu", 1, MemoryFormat.CONTIGUOUS);

    private AdversarialTraces() {}

    /** OTS as the benchmark's notebook does it: Algorithm 1 with a UNet. */
    static void notebook(OracleFile file, Findings findings) {
        int mapUpdates = (int) file.number("D \\+", 3);
        OptimizerSpec adam = Traces.adam(file, 0, 0.9, 0);
        Ots spec =
                new Ots(
                        ReferenceSpecs.uNet(file, "T0."),
                        ReferenceSpecs.resNet(file, "D0.", file.extent("X", 4)),
                        new Mse(Up.IDENTITY, 0),
                        1,
                        Alternation.algorithm1(mapUpdates),
                        new Unconstrained(),
                        file.extent("X", 1),
                        adam,
                        adam,
                        0);
        double[] losses = file.get("losses").doubles();
        int period = 1 + mapUpdates;
        double[] theirs = new double[2 * losses.length / period];
        for (int i = 0; i < theirs.length / 2; i++) {
            theirs[2 * i] = losses[period * i];
            for (int k = 1; k <= mapUpdates; k++) {
                theirs[2 * i + 1] += losses[period * i + k] / mapUpdates;
            }
        }
        Reproduction.compare(
                new Reproduction()
                        .losses("losses", theirs)
                        .weights("T1.*", spec.map(), file.part("T1."), rate(spec))
                        .weights("D1.*", spec.potential(), file.part("D1."), rate(spec)),
                file,
                (given, compute) -> notebook(given, spec, compute),
                findings);
    }

    private static Reproduction notebook(OracleFile file, Ots spec, Compute compute) {
        SolverState begin = start(spec, file, "T0.");
        int mapUpdates = spec.alternation().mapUpdates();
        int period = 1 + mapUpdates;
        Sampler x = Traces.batches(file.get("X"));
        Sampler y = Traces.everyNth(Traces.batches(file.get("Y")), period);
        double[] ours = new double[2 * file.extent("losses", 0) / period];
        try (MinimaxSolver solver = SolverAssembly.open(spec, compute, begin)) {
            for (int i = 0; i < ours.length / 2; i++) {
                // The notebook adds to each loss the other player's term, a constant there.
                double cost = costInEvaluation(solver, file, period * i);
                StepReport report = solver.step(x, y);
                double ofY = 0;
                for (int k = 1; k <= mapUpdates; k++) {
                    ofY += meanOfPotential(solver, file, period * i + k) / mapUpdates;
                }
                ours[2 * i] = -report.potentialLoss() - cost;
                ours[2 * i + 1] = report.mapLoss() + ofY;
            }
            return new Reproduction()
                    .losses("losses", ours)
                    .weights(
                            "T1.*",
                            spec.map(),
                            Reproduction.part(solver.state(), "map."),
                            rate(spec))
                    .weights(
                            "D1.*",
                            spec.potential(),
                            Reproduction.part(solver.state(), "potential."),
                            rate(spec));
        }
    }

    private static double costInEvaluation(MinimaxSolver solver, OracleFile file, int index) {
        try (GradientScope scope = GradientScope.frozen(solver.root())) {
            NDArray x = Traces.batch(scope.manager(), file.get("X"), index);
            return solver.map().of(x).sub(x).square().mean().getFloat();
        }
    }

    private static double meanOfPotential(MinimaxSolver solver, OracleFile file, int index) {
        try (GradientScope scope = GradientScope.frozen(solver.root())) {
            NDArray y = Traces.batch(scope.manager(), file.get("Y"), index);
            return solver.players().potential().function().of(y).mean().getFloat();
        }
    }

    /** WGAN-GP with λ times the cost; the notebook draws y in the map's update for nothing. */
    static void regularizedGan(OracleFile file, Findings findings) {
        double[] critic = file.get("D_losses").doubles();
        double[] map = file.get("T_losses").doubles();
        int criticUpdates = critic.length / map.length;
        double weight = file.number("GP", 10);
        OptimizerSpec adam = Traces.adam(file, 0, 0.9, 0);
        RegularizedIpmGan gan =
                new RegularizedIpmGan(
                        ReferenceSpecs.uNet(file, "T0."),
                        ReferenceSpecs.resNet(file, "D0.", file.extent("X", 4)),
                        new Mse(Up.IDENTITY, 0),
                        file.number("lambda", 100),
                        weight,
                        criticUpdates,
                        file.extent("X", 1),
                        adam,
                        adam,
                        0);
        Ots spec = gan.asMinimax();
        Reproduction theirs =
                new Reproduction()
                        .losses("D_losses", Traces.means(critic, criticUpdates))
                        .losses("gps", Traces.means(file.get("gps").doubles(), criticUpdates))
                        .losses("T_losses", map)
                        .weights("T1.*", spec.map(), file.part("T1."), rate(spec))
                        .weights("D1.*", spec.potential(), file.part("D1."), rate(spec));
        Reproduction.compare(
                theirs, file, (given, compute) -> regularizedGan(given, gan, compute), findings);
    }

    private static Reproduction regularizedGan(
            OracleFile file, RegularizedIpmGan gan, Compute compute) {
        int passes = (int) file.get("T_losses").size();
        Ots spec = gan.asMinimax();
        SolverState begin = start(spec, file, "T0.");
        int criticUpdates = spec.alternation().potentialUpdates();
        Sampler x = Traces.batches(file.get("X"));
        Sampler y = Traces.skippingAfter(Traces.batches(file.get("Y")), criticUpdates);
        Traces.Given eta = new Traces.Given(file.get("eta"));
        double[] ofCritic = new double[passes];
        double[] ofPenalty = new double[passes];
        double[] ofMap = new double[passes];
        try (MinimaxSolver solver = SolverAssembly.open(spec, compute, begin, eta)) {
            for (int i = 0; i < passes; i++) {
                StepReport report = solver.step(x, y);
                ofPenalty[i] = report.penalty() / file.number("GP", 10);
                ofCritic[i] = report.penalty() - report.potentialLoss();
                ofMap[i] = report.mapLoss();
            }
            return new Reproduction()
                    .losses("D_losses", ofCritic)
                    .losses("gps", ofPenalty)
                    .losses("T_losses", ofMap)
                    .weights(
                            "T1.*",
                            spec.map(),
                            Reproduction.part(solver.state(), "map."),
                            rate(spec))
                    .weights(
                            "D1.*",
                            spec.potential(),
                            Reproduction.part(solver.state(), "potential."),
                            rate(spec));
        }
    }

    /** SOT with its two critic steps. */
    static void sparse(OracleFile file, Findings findings) {
        SparseOt spec =
                new SparseOt(
                        ReferenceSpecs.sotGenerator(file, "G0."),
                        ReferenceSpecs.sotCritic(file, "D0."),
                        new Sparse(Up.IDENTITY, 0, 0.5, FrequencySparsity.Mean.BATCH),
                        file.number("sigma", 10),
                        file.number("GP", 10),
                        file.extent("target", 1),
                        LearningRate.constant(file.number("lr D [^,]*, G", 5e-5)),
                        LearningRate.constant(file.number("lr D", 1e-4)),
                        0);
        Reproduction theirs =
                sparseEnd(spec, file.part("G1."), file.part("D1."))
                        .losses("pixel", file.get("pixel").doubles())
                        .losses("G_losses", file.get("G_losses").doubles())
                        .losses("gps", file.get("gps").doubles())
                        .losses("D_losses", file.get("D_losses").doubles());
        Reproduction.compare(
                theirs, file, (given, compute) -> sparse(given, spec, compute), findings);
    }

    private static Reproduction sparse(OracleFile file, SparseOt spec, Compute compute) {
        SolverState begin = start(spec, file, "G0.");
        int factor = file.extent("target", 4) / file.extent("raw", 4);
        Traces.Given alpha = new Traces.Given(file.get("alpha"));
        Sampler raw = Traces.batches(file.get("raw"));
        Sampler source = (scope, n) -> Resampling.bicubicAligned(raw.sample(scope, n), factor);
        Sampler target = Traces.batches(file.get("target"));
        double[][] ours = new double[4][(int) file.get("G_losses").size()];
        try (SparseOtSolver solver = SparseOtSolver.open(spec, compute, begin, alpha)) {
            for (int i = 0; i < ours[0].length; i++) {
                StepReport report = solver.step(source, target);
                ours[0][i] = report.contentLoss();
                ours[1][i] = report.mapLoss();
                ours[2][i] = report.penalty() / file.number("GP", 10);
                ours[3][i] = -report.potentialLoss();
            }
            SolverState end = solver.state();
            // One slope trains; the files repeat it under every block's name.
            Map<String, HostTensor> map =
                    SotGenerator.withRepeatedSlope(Reproduction.part(end, "map."));
            return sparseEnd(spec, map, Reproduction.part(end, "potential."))
                    .losses("pixel", ours[0])
                    .losses("G_losses", ours[1])
                    .losses("gps", ours[2])
                    .losses("D_losses", ours[3]);
        }
    }

    private static Reproduction sparseEnd(
            SparseOt spec, Map<String, HostTensor> map, Map<String, HostTensor> critic) {
        return new Reproduction()
                .weights("G1.*", spec.map(), map, spec.mapRate().at(0))
                .weights("D1.*", spec.potential(), critic, spec.potentialRate().at(0));
    }

    private static double rate(Ots spec) {
        return spec.mapOptimizer().learningRate().at(0);
    }

    /** The weights that a file begins with. */
    static SolverState start(SolverSpec spec, OracleFile file, String map) {
        return Traces.start(
                Map.of(
                        "map.", file.part(map, spec.map().shapes().keySet()),
                        "potential.", file.part("D0.", spec.potential().shapes().keySet())));
    }
}
