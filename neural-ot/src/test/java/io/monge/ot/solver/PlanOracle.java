package io.monge.ot.solver;

import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.Tolerance;
import java.util.Arrays;

/**
 * QC's linear programs. The plan and the optimum are the file's; the duals are not unique, so ours
 * and the file's are both held to what makes duals optimal.
 */
final class PlanOracle {
    private PlanOracle() {}

    /** What the file's solver found in a step: "XY" for ψ, "YX" for φ. */
    static BatchDuals duals(OracleFile file, String side, int step) {
        double[] both = row(file, side + "_dual", step);
        int n = both.length / 2;
        return new BatchDuals(
                Arrays.copyOf(both, n), Arrays.copyOfRange(both, n, 2 * n), map(file, side, step));
    }

    private static int[] map(OracleFile file, String side, int step) {
        return Arrays.stream(row(file, side + "_map", step)).mapToInt(r -> (int) r).toArray();
    }

    static void check(OracleFile file, Findings findings) {
        for (int step = 0; step < file.extent("X", 0); step++) {
            float[][] x = points(file, "X", step);
            BatchDuals ours = BatchDuals.of(points(file, "Y", step), x);
            check(file, "XY", step, ours, findings);
            check(file, "YX", step, ours.reversed(), findings);
            check(file, "XY", step, duals(file, "XY", step), findings);
            check(file, "YX", step, duals(file, "YX", step), findings);
        }
    }

    private static void check(
            OracleFile file, String side, int step, BatchDuals duals, Findings findings) {
        int n = duals.u().length;
        double[] costs = row(file, side + "_dist", step);
        double range = Arrays.stream(costs).max().orElseThrow();
        double violated = 0;
        double slack = 0;
        for (int f = 0; f < n; f++) {
            for (int r = 0; r < n; r++) {
                double left = costs[r * n + f] - duals.u()[r] + duals.v()[f];
                violated = Math.max(violated, -left);
                slack = r == duals.partner()[f] ? Math.max(slack, Math.abs(left)) : slack;
            }
        }
        findings.error(side + ": u - v above the cost", violated / range, Tolerance.FORWARD);
        findings.error(side + ": slack along the plan", slack / range, Tolerance.FORWARD);
        double u = Arrays.stream(duals.u()).sum();
        double v = Arrays.stream(duals.v()).sum();
        double optimum = row(file, side + "_obj", step)[0];
        findings.error(side + "_obj", Math.abs((u - v) / n - optimum) / optimum, Tolerance.FORWARD);
        findings.error(side + ": sum of the duals", Math.abs(u + v) / range, Tolerance.DOUBLE);
        if (!Arrays.equals(duals.partner(), map(file, side, step))) {
            findings.miss("%s_map[%d] is another plan", side, step);
        }
    }

    /** One entry of the first axis, flat. */
    private static double[] row(OracleFile file, String array, int step) {
        double[] all = file.get(array).doubles();
        int size = all.length / file.extent(array, 0);
        return Arrays.copyOfRange(all, step * size, (step + 1) * size);
    }

    private static float[][] points(OracleFile file, String array, int step) {
        double[] values = row(file, array, step);
        int width = file.extent(array, 2);
        float[][] points = new float[values.length / width][width];
        for (int i = 0; i < values.length; i++) {
            points[i / width][i % width] = (float) values[i];
        }
        return points;
    }
}
