package io.monge.ot.benchmark;

/**
 * A random rotation as scipy's ortho_group drew it in 2020 (products of Householder reflections);
 * today's scipy gives other matrices for the same seed.
 */
final class HouseholderRotation {
    private HouseholderRotation() {}

    static double[][] draw(NumpyRandom random, int dim) {
        double[][] h = new double[dim][dim];
        for (int i = 0; i < dim; i++) {
            h[i][i] = 1;
        }
        for (int n = 0; n < dim; n++) {
            reflect(h, n, random);
        }
        return h;
    }

    /** H[:, n:] becomes -s (H[:, n:] - (H[:, n:] x) xᵀ). */
    private static void reflect(double[][] h, int n, NumpyRandom random) {
        double[] x = new double[h.length - n];
        double square = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextNormal();
            square += x[i] * x[i];
        }
        double first = x[0];
        double sign = first == 0 ? 1 : Math.signum(first);
        x[0] += sign * Math.sqrt(square);
        double norm = Math.sqrt((square - first * first + x[0] * x[0]) / 2);
        for (int i = 0; i < x.length; i++) {
            x[i] /= norm;
        }
        for (double[] row : h) {
            double dot = 0;
            for (int i = 0; i < x.length; i++) {
                dot += row[n + i] * x[i];
            }
            for (int i = 0; i < x.length; i++) {
                row[n + i] = -sign * (row[n + i] - dot * x[i]);
            }
        }
    }
}
