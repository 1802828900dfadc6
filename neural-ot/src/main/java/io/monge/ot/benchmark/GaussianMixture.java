package io.monge.ot.benchmark;

import io.monge.ot.Sampler;
import java.util.SplittableRandom;

/**
 * The Wasserstein-2 benchmark's random mixtures ("RandomGaussianMixSampler"): x = 0.4 M_k ξ + c_k,
 * k uniform, ξ ~ N(0, I), scaled so that E‖x‖² = d.
 */
public final class GaussianMixture {
    private static final double NOISE = 0.4;

    private final float[][] centers;
    private final float[][][] maps;

    private GaussianMixture(float[][] centers, float[][][] maps) {
        this.centers = centers;
        this.maps = maps;
    }

    /** The mixture that numpy's seed defines: seed 0 and 3 components are the benchmark's P. */
    public static GaussianMixture draw(int seed, int components, int dim) {
        NumpyRandom random = new NumpyRandom(seed);
        double[][] c = new double[components][dim];
        for (int d = 0; d < dim; d++) {
            int[] order = random.nextPermutation(components);
            for (int k = 0; k < components; k++) {
                c[k][d] = order[k] - (components - 1) / 2.0;
            }
        }
        float[][][] maps = new float[components][dim][dim];
        for (float[][] map : maps) {
            for (float[] row : map) {
                drawDirection(row, random);
            }
        }
        double scale = scale(c);
        float[][] centers = new float[components][dim];
        for (int k = 0; k < components; k++) {
            for (int d = 0; d < dim; d++) {
                centers[k][d] = (float) (c[k][d] / scale);
                for (int i = 0; i < dim; i++) {
                    maps[k][d][i] = (float) (maps[k][d][i] / scale);
                }
            }
        }
        return new GaussianMixture(centers, maps);
    }

    private static void drawDirection(float[] row, NumpyRandom random) {
        double square = 0;
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) random.nextNormal();
            square += (double) row[i] * row[i];
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) (row[i] / Math.sqrt(square));
        }
    }

    /** √(mean ‖c‖² + d · 0.4²) / √d. */
    private static double scale(double[][] c) {
        int dim = c[0].length;
        double square = 0;
        for (double[] center : c) {
            for (double value : center) {
                square += value * value / c.length;
            }
        }
        return Math.sqrt(square + dim * NOISE * NOISE) / Math.sqrt(dim);
    }

    /** (components, d). */
    float[][] centers() {
        return centers;
    }

    /** (components, d, d). */
    float[][][] maps() {
        return maps;
    }

    /** d. */
    public int dimension() {
        return centers[0].length;
    }

    /** Endless samples. */
    public Sampler sampler(long seed) {
        return Rows.drawn(dimension(), seed, this::row);
    }

    /** One sample (d). */
    float[] row(SplittableRandom random) {
        int k = random.nextInt(centers.length);
        double[] xi = new double[dimension()];
        for (int i = 0; i < xi.length; i++) {
            xi[i] = random.nextGaussian();
        }
        float[] x = new float[xi.length];
        for (int i = 0; i < x.length; i++) {
            double sum = 0;
            for (int j = 0; j < xi.length; j++) {
                sum += maps[k][i][j] * xi[j];
            }
            x[i] = (float) (NOISE * sum + centers[k][i]);
        }
        return x;
    }
}
