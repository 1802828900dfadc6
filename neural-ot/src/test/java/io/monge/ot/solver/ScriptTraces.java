package io.monge.ot.solver;

import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.cost.CostSpec;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Perceptual;
import io.monge.ot.cost.PerceptualDistance;
import io.monge.ot.cost.Up;
import io.monge.ot.network.ReferenceSpecs;
import io.monge.ot.network.Vgg16Features;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.Tolerance;
import io.monge.ot.tensor.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** OTS as the reference's image script does it: its order, its half, its dynamic cost. */
final class ScriptTraces {
    private ScriptTraces() {}

    static void check(OracleFile file, Findings findings) throws IOException {
        Path weights = Files.createTempFile("vgg", ".safetensors");
        try {
            Ots spec = scriptSpec(file, weights);
            Sampler lr = Traces.batches(file.get("lr_batches"));
            Sampler hr = Traces.batches(file.get("hr_batches"));
            int perStep = spec.alternation().mapUpdates();
            double[] map = Traces.means(file.get("G_losses").doubles(), perStep);
            double[] ofMap = new double[map.length];
            double[] ofPotential = new double[map.length];

            try (MinimaxSolver solver =
                    SolverAssembly.open(
                            spec,
                            AdversarialTraces.CPU,
                            AdversarialTraces.start(spec, file, "G0."))) {
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

    private static void end(
            Ots spec, SolverState end, OracleFile file, String map, Findings findings) {
        double rate = spec.mapOptimizer().learningRate().at(0);
        Traces.end(spec.map(), end, "map.", file, map, rate, findings);
        Traces.end(spec.potential(), end, "potential.", file, "D1.", rate, findings);
    }
}
