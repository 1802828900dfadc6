package io.monge.ot.linear;

/** A real square matrix in float64. Rows of equal length, which nobody changes. */
public final class SquareMatrix {
    private final double[][] rows;

    /**
     * Wraps rows without copying: the caller gives them away.
     *
     * @throws IllegalArgumentException if they are not as many as their length
     */
    public SquareMatrix(double[][] rows) {
        for (double[] row : rows) {
            if (row.length != rows.length) {
                throw new IllegalArgumentException(
                        "%d rows, one of length %d: the matrix is not square"
                                .formatted(rows.length, row.length));
            }
        }
        this.rows = rows;
    }

    public static SquareMatrix identity(int n) {
        double[][] rows = new double[n][n];
        for (int i = 0; i < n; i++) {
            rows[i][i] = 1;
        }
        return new SquareMatrix(rows);
    }

    /** The rows themselves, to read. */
    public double[][] rows() {
        return rows;
    }

    /** The rows one after the other, rounded. */
    public float[] floats() {
        int n = rows.length;
        float[] values = new float[n * n];
        for (int i = 0; i < n * n; i++) {
            values[i] = (float) rows[i / n][i % n];
        }
        return values;
    }

    public int size() {
        return rows.length;
    }

    public SquareMatrix times(SquareMatrix other) {
        int n = rows.length;
        double[][] product = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                double factor = rows[i][k];
                double[] row = other.rows[k];
                for (int j = 0; j < n; j++) {
                    product[i][j] += factor * row[j];
                }
            }
        }
        return new SquareMatrix(product);
    }

    /** This matrix times a column. */
    public double[] times(double[] x) {
        double[] product = new double[rows.length];
        for (int i = 0; i < product.length; i++) {
            for (int j = 0; j < x.length; j++) {
                product[i] += rows[i][j] * x[j];
            }
        }
        return product;
    }

    public SquareMatrix transposed() {
        int n = rows.length;
        double[][] transposed = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                transposed[j][i] = rows[i][j];
            }
        }
        return new SquareMatrix(transposed);
    }

    public double trace() {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += rows[i][i];
        }
        return sum;
    }

    /**
     * Eigenvalues and eigenvectors of a symmetric matrix.
     *
     * @param values not increasing
     * @param vectors its columns, in the values' order
     */
    public record Spectrum(double[] values, SquareMatrix vectors) {}

    /** Of this symmetric matrix. */
    public Spectrum spectrum() {
        SymmetricEigen ascending = SymmetricEigen.of(rows);
        int n = rows.length;
        double[] values = new double[n];
        double[][] vectors = new double[n][n];
        for (int k = 0; k < n; k++) {
            values[k] = ascending.values()[n - 1 - k];
            for (int i = 0; i < n; i++) {
                vectors[i][k] = ascending.vectors()[i][n - 1 - k];
            }
        }
        return new Spectrum(values, new SquareMatrix(vectors));
    }

    /** This symmetric positive matrix to a power; eigenvalues below zero are rounding, taken 0. */
    public SquareMatrix power(double exponent) {
        SymmetricEigen eigen = SymmetricEigen.of(rows);
        int n = rows.length;
        double[][] scaled = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                double value = Math.max(eigen.values()[k], 0);
                scaled[i][k] = eigen.vectors()[i][k] * Math.pow(value, exponent);
            }
        }
        return new SquareMatrix(scaled).times(new SquareMatrix(eigen.vectors()).transposed());
    }

    /** Trace of the root of this symmetric positive matrix. */
    public double traceOfRoot() {
        double sum = 0;
        for (double value : SymmetricEigen.of(rows).values()) {
            sum += Math.sqrt(Math.max(value, 0));
        }
        return sum;
    }

    /** Sum of the singular values. */
    public double nuclearNorm() {
        return transposed().times(this).traceOfRoot();
    }
}
