package io.monge.ot.benchmark;

import io.monge.ot.Sampler;
import java.util.SplittableRandom;

/**
 * A pair with a nonlinear map in closed form, in the manner of Mix3toMix10: P the benchmark's
 * mixture of three Gaussians, Q = T*#P in ten clusters.
 *
 * <p>T* = s (∇ψ - m) with ψ(x) = a/2 ‖x‖² + (1/β) log Σ_k exp β (⟨w_k, x⟩ - ‖w_k‖²/2), convex, so
 * that T* is optimal; m and s centre Q and give it a total variance of d.
 */
public final class ClusterPair implements BenchmarkPair {
    private static final int CLUSTERS = 10;
    private static final double SPREAD = 0.3;
    private static final double SHARPNESS = 4;
    private static final int MOMENT_SAMPLES = 1 << 15;

    private final GaussianMixture source;
    private final double[][] centers;
    private final double[] mean;
    private final double scale;

    /**
     * @param seed of the centres w_k
     */
    public ClusterPair(int dim, long seed) {
        this.source = GaussianMixture.draw(0, 3, dim);
        SplittableRandom random = new SplittableRandom(seed);
        this.centers = new double[CLUSTERS][dim];
        for (double[] center : centers) {
            for (int i = 0; i < dim; i++) {
                center[i] = random.nextGaussian();
            }
        }
        double[] sums = new double[dim];
        double squares = 0;
        for (int n = 0; n < MOMENT_SAMPLES; n++) {
            double[] y = gradient(source.row(random));
            for (int i = 0; i < dim; i++) {
                sums[i] += y[i] / MOMENT_SAMPLES;
                squares += y[i] * y[i] / MOMENT_SAMPLES;
            }
        }
        this.mean = sums;
        for (double m : mean) {
            squares -= m * m;
        }
        this.scale = Math.sqrt(dim / squares);
    }

    /** ∇ψ(x) = a x + Σ_k p_k w_k, p the softmax of the exponents. */
    private double[] gradient(float[] x) {
        double beta = SHARPNESS / Math.sqrt(x.length);
        double[] exponents = new double[CLUSTERS];
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < CLUSTERS; k++) {
            for (int i = 0; i < x.length; i++) {
                exponents[k] += beta * centers[k][i] * (x[i] - centers[k][i] / 2);
            }
            most = Math.max(most, exponents[k]);
        }
        double total = 0;
        for (int k = 0; k < CLUSTERS; k++) {
            exponents[k] = Math.exp(exponents[k] - most);
            total += exponents[k];
        }
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            gradient[i] = SPREAD * x[i];
            for (int k = 0; k < CLUSTERS; k++) {
                gradient[i] += exponents[k] / total * centers[k][i];
            }
        }
        return gradient;
    }

    /** T*(x). */
    private float[] image(float[] x) {
        double[] gradient = gradient(x);
        float[] image = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            image[i] = (float) (scale * (gradient[i] - mean[i]));
        }
        return image;
    }

    @Override
    public int dimension() {
        return source.dimension();
    }

    @Override
    public Sampler source(long seed) {
        return source.sampler(seed);
    }

    @Override
    public Sampler target(long seed) {
        return Rows.drawn(dimension(), ~seed, random -> image(source.row(random)));
    }

    @Override
    public TestPoints test(long seed, int most) {
        SplittableRandom random = new SplittableRandom(~(seed + 1));
        float[][] x = new float[most][];
        float[][] y = new float[most][];
        for (int i = 0; i < most; i++) {
            x[i] = source.row(random);
            y[i] = image(x[i]);
        }
        return new TestPoints(x, y, dimension(), dimension());
    }
}
