package io.monge.ot.benchmark;

import io.monge.ot.linear.SquareMatrix;

/**
 * Mean and covariance of samples, and the optimal map between Gaussians that have them.
 *
 * @param mean (d)
 * @param covariance (d, d), of the population, made positive definite
 */
record GaussianMoments(float[] mean, SquareMatrix covariance) {
    /**
     * @param rows (n, d)
     */
    static GaussianMoments of(float[][] rows) {
        int dim = rows[0].length;
        double[] mean = new double[dim];
        for (float[] row : rows) {
            for (int i = 0; i < dim; i++) {
                mean[i] += row[i] / (double) rows.length;
            }
        }
        double[][] covariance = new double[dim][dim];
        for (float[] row : rows) {
            for (int i = 0; i < dim; i++) {
                double deviation = (row[i] - mean[i]) / rows.length;
                for (int j = 0; j < dim; j++) {
                    covariance[i][j] += deviation * (row[j] - mean[j]);
                }
            }
        }
        addRidge(covariance);
        float[] rounded = new float[dim];
        for (int i = 0; i < dim; i++) {
            rounded[i] = (float) mean[i];
        }
        return new GaussianMoments(rounded, new SquareMatrix(covariance));
    }

    /** A millionth of the mean variance, so that fewer samples than dimensions have a map too. */
    private static void addRidge(double[][] covariance) {
        double trace = new SquareMatrix(covariance).trace();
        for (int i = 0; i < covariance.length; i++) {
            covariance[i][i] += 1e-6 * trace / covariance.length;
        }
    }

    /** Bures' A = Σx^-½ (Σx^½ Σy Σx^½)^½ Σx^-½. */
    SquareMatrix mapTo(GaussianMoments target) {
        SquareMatrix root = covariance.power(0.5);
        SquareMatrix inverse = covariance.power(-0.5);
        SquareMatrix middle = root.times(target.covariance).times(root).power(0.5);
        return inverse.times(middle).times(inverse);
    }

    /** my + A (x - mx) for rows. */
    float[][] push(GaussianMoments target, float[][] rows) {
        double[][] map = mapTo(target).rows();
        float[][] images = new float[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            double[] centred = Rows.doubles(rows[r]);
            for (int i = 0; i < centred.length; i++) {
                centred[i] -= mean[i];
            }
            images[r] = Rows.times(map, centred);
            for (int i = 0; i < centred.length; i++) {
                images[r][i] += target.mean[i];
            }
        }
        return images;
    }
}
