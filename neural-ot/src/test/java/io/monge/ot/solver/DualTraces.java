package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.ConvexPotential;
import io.monge.ot.HostTensor;
import io.monge.ot.Sampler;
import io.monge.ot.StepReport;
import io.monge.ot.network.DenseIcnn;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.Tolerance;
import io.monge.ot.tensor.Adam;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Trainings of two potentials side by side: LS, MM-B, MMv1, QC. */
final class DualTraces {
    private static final double RATE = InnerMaximum.benchmark().rate();

    private DualTraces() {}

    static void check(OracleFile file, Findings findings) {
        ConvexTraces.explained(file, "D0.", 1e-4, DualTraces::check, findings);
    }

    private static void check(OracleFile file, DenseIcnn icnn, Findings findings) {
        OptimizerSpec adam = Traces.adam(file, 0.9, 0.999, 0);
        int innerSteps = file.has("Y_inv") ? innerSteps(file, icnn) : 1;
        DualPotentials spec =
                new DualPotentials(
                        icnn, objective(file, innerSteps), file.extent("X", 1), adam, adam, 0);

        Map<String, HostTensor> start = file.part("D0.", icnn.shapes().keySet());
        int steps = file.extent("X", 0);
        int perStep = (int) file.get("losses").size() / steps;
        double[] ours = new double[steps * perStep];
        Sampler x = Traces.batches(file.get("X"));
        Sampler y = Traces.batches(file.get("Y"));
        try (DualSolver solver =
                DualSolver.open(
                        spec,
                        ConvexTraces.CPU,
                        Traces.start(Map.of("potential.", start, "inverse.", start)),
                        starts(file))) {
            for (int i = 0; i < steps; i++) {
                StepReport report = solver.step(x, y, objective(file, spec.objective(), i));
                ours[i * perStep] = perStep == 1 ? report.mapLoss() : -report.potentialLoss();
                if (perStep == 2) {
                    ours[2 * i + 1] = report.mapLoss() + report.potentialLoss();
                }
            }
            findings.compare(ours, "losses", Tolerance.TRACE_LOSS);
            if (spec.objective() instanceof BatchPlan) {
                PlanOracle.check(file, findings);
            } else if (spec.objective() instanceof InnerMaximum inner) {
                inverses(file, icnn, inner, findings);
            }
            double rate = adam.learningRate().at(0);
            Traces.end(icnn, solver.state(), "potential.", file, "D1.", rate, findings);
            Traces.end(icnn, solver.state(), "inverse.", file, "C1.", rate, findings);
        }
    }

    /** The losses of a step: QC's at the file's duals, for there are others as good. */
    private static Function<DualBatch, List<NDArray>> objective(
            OracleFile file, DualObjective objective, int step) {
        return objective instanceof BatchPlan qc
                ? batch ->
                        qc.losses(
                                batch,
                                PlanOracle.duals(file, "XY", step),
                                PlanOracle.duals(file, "YX", step))
                : objective::losses;
    }

    private static DualObjective objective(OracleFile file, int innerSteps) {
        String method = file.name().replaceFirst("trace_hd_", "");
        if (method.startsWith("LS-Ent")) {
            return new LargeScale(LargeScale.Regularization.ENTROPY, file.number("LS-Ent eps", 1));
        }
        if (method.startsWith("LS")) {
            return new LargeScale(LargeScale.Regularization.SQUARE, file.number("LS-L2 eps", 0.03));
        }
        if (method.startsWith("QC")) {
            return new BatchPlan(file.number("slope weight", BatchPlan.benchmark().slopeWeight()));
        }
        return method.startsWith("MMv1")
                ? new InnerMaximum(RATE, innerSteps, InnerMaximum.benchmark().tolerance())
                : new BatchMaximum();
    }

    /** The points that MMv1 starts from, in the order of use: those of y, then those of x. */
    private static Draws starts(OracleFile file) {
        if (!file.has("Y_inv_init")) {
            return new SeededDraws(0);
        }
        float[] ofY = file.get("Y_inv_init").floats();
        float[] ofX = file.get("X_inv_init").floats();
        int steps = file.extent("X", 0);
        List<Float> values = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            for (float[] all : List.of(ofY, ofX)) {
                int size = all.length / steps;
                for (int j = 0; j < size; j++) {
                    values.add(all[i * size + j]);
                }
            }
        }
        float[] flat = new float[values.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = values.get(i);
        }
        return new Traces.Given(flat, new int[] {0});
    }

    /**
     * The file does not say how many inner steps it took at most: the number whose points are
     * nearest to the file's first; the benchmark's, if these were near enough to stop at.
     */
    private static int innerSteps(OracleFile file, DenseIcnn icnn) {
        try (NDManager root = ConvexTraces.CPU.openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            Map<String, HostTensor> start = file.part("D0.", icnn.shapes().keySet());
            ConvexPotential psi =
                    icnn.over(Parameters.frozen(root, start, MemoryFormat.CONTIGUOUS));
            NDArray y = Traces.batch(scope.manager(), file.get("Y"), 0);
            float[] wanted = Traces.batch(root, file.get("Y_inv"), 0).toFloatArray();
            float[] begin = Traces.batch(root, file.get("Y_inv_init"), 0).toFloatArray();
            HostTensor from = HostTensor.of(begin, y.getShape().getShape());
            Parameters point = Parameters.frozen(root, Map.of("u", from), MemoryFormat.CONTIGUOUS);
            Adam adam = new Adam(root, point, new Adam.Hyperparameters(0.9, 0.999, 0));
            int most = InnerMaximum.benchmark().mostSteps();
            InnerMaximum one = InnerMaximum.benchmark();
            int nearest = 1;
            double least = Double.POSITIVE_INFINITY;
            for (int step = 1; step <= most; step++) {
                boolean arrived = one.descend(psi, point.get("u"), y, adam);
                double distance = farthest(point.get("u").toFloatArray(), wanted);
                if (distance <= least) { // at an arrival the point stays where it was
                    least = distance;
                    nearest = arrived ? most : step;
                }
                if (arrived) {
                    break;
                }
            }
            return nearest;
        }
    }

    /** The first points found, of both potentials: neither has moved when its own are sought. */
    private static void inverses(
            OracleFile file, DenseIcnn icnn, InnerMaximum inner, Findings findings) {
        try (NDManager root = ConvexTraces.CPU.openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            Map<String, HostTensor> start = file.part("D0.", icnn.shapes().keySet());
            ConvexPotential psi =
                    icnn.over(Parameters.frozen(root, start, MemoryFormat.CONTIGUOUS));
            for (String side : List.of("Y", "X")) {
                NDArray at = Traces.batch(scope.manager(), file.get(side), 0);
                Draws from = new Traces.Given(file.get(side + "_inv_init"));
                findings.compare(
                        side + "_inv[0]",
                        inner.inverse(psi, at, from.ofUpdate(0)).toFloatArray(),
                        Traces.batch(root, file.get(side + "_inv"), 0).toFloatArray(),
                        Tolerance.TRACE_LOSS);
            }
        }
    }

    private static double farthest(float[] found, float[] wanted) {
        double worst = 0;
        for (int i = 0; i < found.length; i++) {
            worst = Math.max(worst, Math.abs(found[i] - wanted[i]));
        }
        return worst;
    }
}
