package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.cost.CostSpec;
import io.monge.ot.cost.FrequencySparsity;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Perceptual;
import io.monge.ot.cost.PerceptualDistance;
import io.monge.ot.cost.Sparse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.ReferenceSpecs;
import io.monge.ot.network.Vgg16Features;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.Tolerance;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Resampling;
import io.monge.ot.tensor.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Trainings on images. */
final class AdversarialTraces {
    /** The reference's layout, so that sums run in its order. */
    private static final Compute CPU = new Compute("cpu", 1, MemoryFormat.CONTIGUOUS);

    private AdversarialTraces() {}

    /** OTS as the reference's image script does it: its order, its half, its dynamic cost. */
    static void script(OracleFile file, Findings findings) throws IOException {
        Path weights = Files.createTempFile("vgg", ".safetensors");
        try {
            Ots spec = scriptSpec(file, weights);
            Sampler lr = Traces.batches(file.get("lr_batches"));
            Sampler hr = Traces.batches(file.get("hr_batches"));
            int perStep = spec.alternation().mapUpdates();
            double[] map = Traces.means(file.get("G_losses").doubles(), perStep);
            double[] ofMap = new double[map.length];
            double[] ofPotential = new double[map.length];

            try (MinimaxSolver solver = SolverAssembly.open(spec, CPU, start(spec, file, "G0."))) {
                for (int i = 0; i < map.length; i++) {
                    StepReport report = solver.step(lr, hr);
                    ofMap[i] = report.mapLoss();
                    ofPotential[i] = -report.potentialLoss();
                }
                findings.compare("G_losses", ofMap, map, Tolerance.TRACE_LOSS);
                findings.compare(ofPotential, "D_losses", Tolerance.TRACE_LOSS);
                end(spec, solver.state(), file, "G1.", findings);
            }
        } finally {
            Files.deleteIfExists(weights);
        }
    }

    private static Ots scriptSpec(OracleFile file, Path weights) throws IOException {
        int size = file.extent("hr_batches", 4);
        int scale = size / file.extent("lr_batches", 4);
        int passes = (int) file.get("D_losses").size();
        int mapUpdates = (int) file.get("G_losses").size() / passes;
        long refresh = (long) file.number("D_iters", 0);
        OptimizerSpec adam = Traces.adam(file, 0.9, 0.999, file.number("wd", 0));
        return new Ots(
                ReferenceSpecs.edsr(file, "G0.", scale),
                ReferenceSpecs.resNet(file, "D0.", size),
                scriptCost(file, weights, refresh),
                0.5,
                new Alternation(1, mapUpdates, Alternation.Order.MAP_FIRST),
                new Unconstrained(),
                file.extent("hr_batches", 1),
                adam,
                adam,
                0);
    }

    private static CostSpec scriptCost(OracleFile file, Path weights, long refresh)
            throws IOException {
        if (file.part("vgg.").isEmpty()) {
            return new Mse(Up.BICUBIC, refresh);
        }
        Files.write(weights, new SafeTensors(file.part("vgg."), Map.of()).toBytes());
        return new Perceptual(
                Up.BICUBIC,
                refresh,
                weights.toString(),
                Vgg16Features.Input.AS_IS,
                List.of(3, 8, 15, 22),
                PerceptualDistance.Weights.paper());
    }

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
        int period = 1 + mapUpdates;
        Sampler x = Traces.batches(file.get("X"));
        Sampler y = Traces.everyNth(Traces.batches(file.get("Y")), period);
        double[] losses = file.get("losses").doubles();
        int passes = losses.length / period;
        double[] ours = new double[2 * passes];
        double[] theirs = new double[2 * passes];

        try (MinimaxSolver solver = SolverAssembly.open(spec, CPU, start(spec, file, "T0."))) {
            for (int i = 0; i < passes; i++) {
                // The notebook adds to each loss the other player's term, a constant there.
                double cost = costInEvaluation(solver, file, period * i);
                StepReport report = solver.step(x, y);
                double ofY = 0;
                for (int k = 1; k <= mapUpdates; k++) {
                    ofY += meanOfPotential(solver, file, period * i + k) / mapUpdates;
                    theirs[2 * i + 1] += losses[period * i + k] / mapUpdates;
                }
                theirs[2 * i] = losses[period * i];
                ours[2 * i] = -report.potentialLoss() - cost;
                ours[2 * i + 1] = report.mapLoss() + ofY;
            }
            findings.compare("losses", ours, theirs, Tolerance.TRACE_LOSS);
            end(spec, solver.state(), file, "T1.", findings);
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
        Sampler x = Traces.batches(file.get("X"));
        Sampler y = Traces.skippingAfter(Traces.batches(file.get("Y")), criticUpdates);
        Traces.Given eta = new Traces.Given(file.get("eta"));
        double[] ofCritic = new double[map.length];
        double[] ofPenalty = new double[map.length];
        double[] ofMap = new double[map.length];

        try (MinimaxSolver solver = SolverAssembly.open(spec, CPU, start(spec, file, "T0."), eta)) {
            for (int i = 0; i < map.length; i++) {
                StepReport report = solver.step(x, y);
                ofPenalty[i] = report.penalty() / weight;
                ofCritic[i] = report.penalty() - report.potentialLoss();
                ofMap[i] = report.mapLoss();
            }
            double[] penalties = Traces.means(file.get("gps").doubles(), criticUpdates);
            double[] critics = Traces.means(critic, criticUpdates);
            findings.compare("D_losses", ofCritic, critics, Tolerance.TRACE_LOSS);
            findings.compare("gps", ofPenalty, penalties, Tolerance.TRACE_LOSS);
            findings.compare(ofMap, "T_losses", Tolerance.TRACE_LOSS);
            end(spec, solver.state(), file, "T1.", findings);
        }
    }

    /** SOT with its two critic steps. */
    static void sparse(OracleFile file, Findings findings) {
        double weight = file.number("GP", 10);
        SparseOt spec =
                new SparseOt(
                        ReferenceSpecs.sotGenerator(file, "G0."),
                        ReferenceSpecs.sotCritic(file, "D0."),
                        new Sparse(Up.IDENTITY, 0, 0.5, FrequencySparsity.Mean.BATCH),
                        file.number("sigma", 10),
                        weight,
                        file.extent("target", 1),
                        LearningRate.constant(file.number("lr D [^,]*, G", 5e-5)),
                        LearningRate.constant(file.number("lr D", 1e-4)),
                        0);
        int factor = file.extent("target", 4) / file.extent("raw", 4);
        Traces.Given alpha = new Traces.Given(file.get("alpha"));
        Sampler raw = Traces.batches(file.get("raw"));
        Sampler source = (scope, n) -> Resampling.bicubicAligned(raw.sample(scope, n), factor);
        Sampler target = Traces.batches(file.get("target"));
        int steps = (int) file.get("G_losses").size();
        double[][] ours = new double[4][steps];
        SolverState begin = start(spec, file, "G0.");

        try (SparseOtSolver solver = SparseOtSolver.open(spec, CPU, begin, alpha)) {
            for (int i = 0; i < steps; i++) {
                StepReport report = solver.step(source, target);
                ours[0][i] = report.contentLoss();
                ours[1][i] = report.mapLoss();
                ours[2][i] = report.penalty() / weight;
                ours[3][i] = -report.potentialLoss();
            }
            findings.compare(ours[0], "pixel", Tolerance.TRACE_LOSS);
            findings.compare(ours[1], "G_losses", Tolerance.TRACE_LOSS);
            findings.compare(ours[2], "gps", Tolerance.TRACE_LOSS);
            findings.compare(ours[3], "D_losses", Tolerance.TRACE_LOSS);
            double rate = spec.mapRate().at(0);
            Traces.end(spec.map(), solver.state(), "map.", file, "G1.", rate, findings);
            double ofCritic = spec.potentialRate().at(0);
            Traces.end(
                    spec.potential(),
                    solver.state(),
                    "potential.",
                    file,
                    "D1.",
                    ofCritic,
                    findings);
        }
    }

    private static SolverState start(SolverSpec spec, OracleFile file, String map) {
        return Traces.start(
                Map.of(
                        "map.", file.part(map, spec.map().shapes().keySet()),
                        "potential.", file.part("D0.", spec.potential().shapes().keySet())));
    }

    private static void end(
            Ots spec, SolverState end, OracleFile file, String map, Findings findings) {
        double rate = spec.mapOptimizer().learningRate().at(0);
        Traces.end(spec.map(), end, "map.", file, map, rate, findings);
        Traces.end(spec.potential(), end, "potential.", file, "D1.", rate, findings);
    }
}
