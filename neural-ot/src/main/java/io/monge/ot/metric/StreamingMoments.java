package io.monge.ot.metric;

import io.monge.ot.linear.SquareMatrix;

/**
 * Mean and covariance of rows that arrive in batches and are not kept (Chan et al. 1979), float64.
 * Mutable; one thread.
 */
public final class StreamingMoments {
    private final double[] mean;
    private final double[][] products;
    private long count;

    public StreamingMoments(int dimension) {
        if (dimension < 1) {
            throw new IllegalArgumentException(
                    "dimension is " + dimension + ", must be at least 1");
        }
        mean = new double[dimension];
        products = new double[dimension][dimension];
    }

    /** The moments of one set of rows. */
    public static Gaussian of(float[][] rows) {
        StreamingMoments moments = new StreamingMoments(Shapes.requireRows(rows, 2));
        moments.add(rows);
        return moments.gaussian();
    }

    /**
     * Takes a batch into account.
     *
     * @param rows (n, d)
     */
    public void add(float[][] rows) {
        if (Shapes.requireRows(rows, 1) != mean.length) {
            throw new IllegalArgumentException(
                    "rows of %d numbers are needed, these have %d"
                            .formatted(mean.length, rows[0].length));
        }
        double[] deviation = new double[mean.length];
        for (float[] row : rows) {
            count++;
            double share = (count - 1.0) / count;
            for (int i = 0; i < deviation.length; i++) {
                deviation[i] = row[i] - mean[i];
                mean[i] += deviation[i] / count;
            }
            for (int i = 0; i < deviation.length; i++) {
                double factor = share * deviation[i];
                double[] products = this.products[i];
                for (int j = 0; j <= i; j++) {
                    products[j] += factor * deviation[j];
                }
            }
        }
    }

    /** Rows so far. */
    public long count() {
        return count;
    }

    /**
     * The normal fit: sample mean and sample covariance (n − 1).
     *
     * @throws IllegalStateException if there are fewer than two rows
     */
    public Gaussian gaussian() {
        if (count < 2) {
            throw new IllegalStateException("a covariance needs 2 rows, there are " + count);
        }
        double[][] covariance = new double[mean.length][mean.length];
        for (int i = 0; i < mean.length; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] = products[i][j] / (count - 1);
                covariance[j][i] = covariance[i][j];
            }
        }
        return new Gaussian(mean, new SquareMatrix(covariance));
    }
}
