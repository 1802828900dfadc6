package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Eigenvalues by the engine's LAPACK. Stateless; any thread. */
public final class Eigen {
    private Eigen() {}

    /**
     * Of a symmetric matrix; only its lower triangle is read.
     *
     * @param scope owns the result
     * @param rows n · n numbers, row by row
     * @return eigenvalues (n), ascending, and eigenvectors (n, n) as columns, both float64
     */
    public static List<NDArray> symmetric(NDManager scope, double[] rows, int n) {
        try (NDManager host = scope.newSubManager()) {
            NDArray borrowed = host.create(rows, new Shape(n, n));
            return new OperatorCall("symmetric_eigen").with(borrowed).arrays(scope);
        }
    }
}
