package io.monge.ot.benchmark;

import java.util.Arrays;
import java.util.Comparator;

/** The little linear algebra that closed forms need, in double. Rows of equal length, immutable. */
final class SquareMatrix {
    private static final int MOST_SWEEPS = 60;

    private final double[][] rows;

    SquareMatrix(double[][] rows) {
        this.rows = rows;
    }

    static SquareMatrix identity(int n) {
        double[][] rows = new double[n][n];
        for (int i = 0; i < n; i++) {
            rows[i][i] = 1;
        }
        return new SquareMatrix(rows);
    }

    double[][] rows() {
        return rows;
    }

    SquareMatrix times(SquareMatrix other) {
        int n = rows.length;
        double[][] product = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                double factor = rows[i][k];
                for (int j = 0; j < n; j++) {
                    product[i][j] += factor * other.rows[k][j];
                }
            }
        }
        return new SquareMatrix(product);
    }

    SquareMatrix transposed() {
        int n = rows.length;
        double[][] transposed = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                transposed[j][i] = rows[i][j];
            }
        }
        return new SquareMatrix(transposed);
    }

    double trace() {
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
    record Spectrum(double[] values, SquareMatrix vectors) {}

    /** Of this symmetric matrix. */
    Spectrum spectrum() {
        int n = rows.length;
        double[][] a = copied();
        double[][] columns = diagonalise(a);
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> -a[i][i]));
        double[] values = new double[n];
        double[][] vectors = new double[n][n];
        for (int k = 0; k < n; k++) {
            values[k] = a[order[k]][order[k]];
            for (int i = 0; i < n; i++) {
                vectors[i][k] = columns[i][order[k]];
            }
        }
        return new Spectrum(values, new SquareMatrix(vectors));
    }

    private double[][] copied() {
        double[][] copy = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            copy[i] = rows[i].clone();
        }
        return copy;
    }

    /** The rows one after the other. */
    float[] floats() {
        int n = rows.length;
        float[] values = new float[n * n];
        for (int i = 0; i < n * n; i++) {
            values[i] = (float) rows[i / n][i % n];
        }
        return values;
    }

    /** This symmetric positive matrix to a power, by its eigenvalues. */
    SquareMatrix power(double exponent) {
        int n = rows.length;
        double[][] a = copied();
        double[][] vectors = diagonalise(a);
        double[][] power = new double[n][n];
        for (int k = 0; k < n; k++) {
            double value = Math.pow(Math.max(a[k][k], 0), exponent);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    power[i][j] += value * vectors[i][k] * vectors[j][k];
                }
            }
        }
        return new SquareMatrix(power);
    }

    /** Sum of the singular values. */
    double nuclearNorm() {
        return transposed().times(this).power(0.5).trace();
    }

    /** Jacobi: rotates a symmetric matrix into diagonal form; gives the eigenvectors as columns. */
    private static double[][] diagonalise(double[][] a) {
        int n = a.length;
        double[][] vectors = new double[n][n];
        for (int i = 0; i < n; i++) {
            vectors[i][i] = 1;
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a) > 1e-30; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(a, vectors, p, q);
                }
            }
        }
        return vectors;
    }

    /** Share of the squares that is off the diagonal. */
    private static double offDiagonal(double[][] a) {
        double off = 0;
        double all = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                double square = a[i][j] * a[i][j];
                all += square;
                off += i == j ? 0 : square;
            }
        }
        return all == 0 ? 0 : off / all;
    }

    private static void rotate(double[][] a, double[][] vectors, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
        double c = 1 / Math.hypot(t, 1);
        double s = t * c;
        for (int k = 0; k < a.length; k++) {
            double x = a[k][p];
            double y = a[k][q];
            a[k][p] = c * x - s * y;
            a[k][q] = s * x + c * y;
            x = vectors[k][p];
            y = vectors[k][q];
            vectors[k][p] = c * x - s * y;
            vectors[k][q] = s * x + c * y;
        }
        for (int k = 0; k < a.length; k++) {
            double x = a[p][k];
            double y = a[q][k];
            a[p][k] = c * x - s * y;
            a[q][k] = s * x + c * y;
        }
    }
}
