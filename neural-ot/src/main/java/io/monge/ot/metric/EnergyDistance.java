package io.monge.ot.metric;

import java.util.Arrays;

/**
 * Sliced energy distance of two samples: the mean over directions θ of ∫ (F_θ(t) − G_θ(t))² dt, F
 * and G the distribution functions of the projections.
 *
 * <p>{@link #unbiased} takes off the bias of finite samples, Σ gaps·F(1 − F)/(n − 1) on either
 * side, so that it is 0 on average for equal distributions and may fall below 0. W2GN's own code
 * builds G from negative weights, which gives its correction the wrong sign; not here.
 */
public final class EnergyDistance {

    private final float[][] directions;

    /**
     * A distance along the given directions.
     *
     * @param directions (k, d), need not have unit length
     */
    public EnergyDistance(float[][] directions) {
        int width = Shapes.requireRows(directions, 1);
        this.directions = new float[directions.length][];
        for (int i = 0; i < directions.length; i++) {
            this.directions[i] = Directions.normalised(directions[i]);
        }
        if (width < 1) {
            throw new IllegalArgumentException("directions need at least one coordinate");
        }
    }

    /**
     * A distance along {@code count} seeded uniform directions of {@code dimension} coordinates.
     */
    public static EnergyDistance seeded(int count, int dimension, long seed) {
        return new EnergyDistance(Directions.uniform(count, dimension, seed));
    }

    /** The distance of the two empirical distributions, at least 0. */
    public double biased(float[][] x, float[][] y) {
        return mean(x, y).between;
    }

    /** The U-statistic: on average the distance of the distributions themselves. */
    public double unbiased(float[][] x, float[][] y) {
        Shapes.requireRows(x, 2);
        Shapes.requireRows(y, 2);
        Terms mean = mean(x, y);
        return mean.between - mean.withinX / (x.length - 1) - mean.withinY / (y.length - 1);
    }

    private record Terms(double between, double withinX, double withinY) {}

    private Terms mean(float[][] x, float[][] y) {
        Shapes.requireRows(x, 1);
        Shapes.requireRows(y, 1);
        Shapes.requireSame(x[0], y[0]);
        Shapes.requireSame(x[0], directions[0]);
        double between = 0;
        double withinX = 0;
        double withinY = 0;
        for (float[] direction : directions) {
            Terms terms = along(Directions.project(x, direction), Directions.project(y, direction));
            between += terms.between;
            withinX += terms.withinX;
            withinY += terms.withinY;
        }
        double count = directions.length;
        return new Terms(between / count, withinX / count, withinY / count);
    }

    /** The three integrals over the line, by walking the merged order statistics. */
    private static Terms along(double[] x, double[] y) {
        Arrays.sort(x);
        Arrays.sort(y);
        double between = 0;
        double withinX = 0;
        double withinY = 0;
        int i = 0;
        int j = 0;
        double last = Math.min(x[0], y[0]);
        while (i < x.length || j < y.length) {
            double nextX = i < x.length ? x[i] : Double.POSITIVE_INFINITY;
            double nextY = j < y.length ? y[j] : Double.POSITIVE_INFINITY;
            double next = Math.min(nextX, nextY);
            double f = (double) i / x.length;
            double g = (double) j / y.length;
            between += (next - last) * (f - g) * (f - g);
            withinX += (next - last) * f * (1 - f);
            withinY += (next - last) * g * (1 - g);
            last = next;
            if (nextX <= nextY) {
                i++;
            } else {
                j++;
            }
        }
        return new Terms(between, withinX, withinY);
    }
}
