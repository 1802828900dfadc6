package io.monge.ot.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.util.Arrays;

/**
 * A solver as far as it has come, seen from the pair's own coordinates. Valid inside the callback
 * it is given to, on its thread.
 */
public final class FittedMap {
    private static final int ROWS_AT_ONCE = 4096;

    private final OptimalTransportSolver solver;
    private final GaussianFrame frame;
    private final Compute compute;

    FittedMap(OptimalTransportSolver solver, GaussianFrame frame, Compute compute) {
        this.solver = solver;
        this.frame = frame;
        this.compute = compute;
    }

    /** The solver itself, whose maps are between the {@link GaussianFrame}'s coordinates. */
    public OptimalTransportSolver solver() {
        return solver;
    }

    /** T of rows (n, d): the last iterate. */
    public float[][] push(float[][] rows) {
        return push(frame.map(solver.map()), rows);
    }

    /** Any map of rows (n, d), in pieces. */
    public float[][] push(TransportMap map, float[][] rows) {
        return push(compute, map, rows);
    }

    static float[][] push(Compute compute, TransportMap map, float[][] rows) {
        float[][] images = new float[rows.length][];
        try (NDManager root = compute.openRoot()) {
            for (int from = 0; from < rows.length; from += ROWS_AT_ONCE) {
                int to = Math.min(rows.length, from + ROWS_AT_ONCE);
                float[][] part = pushAtOnce(root, map, Arrays.copyOfRange(rows, from, to));
                System.arraycopy(part, 0, images, from, part.length);
            }
        }
        return images;
    }

    private static float[][] pushAtOnce(NDManager root, TransportMap map, float[][] rows) {
        int dim = rows[0].length;
        try (GradientScope scope = GradientScope.frozen(root)) {
            NDArray x = TorchOps.upload(scope.manager(), Rows.flat(rows), rows.length, dim);
            return Rows.of(map.of(x).toFloatArray(), dim);
        }
    }
}
