package io.monge.ot.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.Eigen;
import io.monge.ot.tensor.MemoryFormat;
import java.util.List;

/**
 * Eigenvalues, ascending, and eigenvectors as columns of a symmetric matrix, by LAPACK.
 *
 * @param values (n)
 * @param vectors (n, n)
 */
record SymmetricEigen(double[] values, double[][] vectors) {
    static SymmetricEigen of(double[][] rows) {
        int n = rows.length;
        double[] flat = new double[n * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(rows[i], 0, flat, i * n, n);
        }
        try (NDManager scope = new Compute("cpu", 0, MemoryFormat.CONTIGUOUS).openRoot()) {
            List<NDArray> found = Eigen.symmetric(scope, flat, n);
            double[] columns = found.get(1).toDoubleArray();
            double[][] vectors = new double[n][n];
            for (int i = 0; i < n; i++) {
                System.arraycopy(columns, i * n, vectors[i], 0, n);
            }
            return new SymmetricEigen(found.get(0).toDoubleArray(), vectors);
        }
    }
}
