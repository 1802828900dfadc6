package io.monge.ot.benchmark;

import io.monge.ot.Sampler;
import io.monge.ot.linear.SquareMatrix;
import java.util.SplittableRandom;

/** P = N(0, I) in the plane, Q a {@link ToyTarget}, centred and whitened as W2GN does it. */
public final class ToySamples implements UnpairedSamples {
    private static final int MOMENT_SAMPLES = 100_000;

    private final ToyTarget target;
    private final float[] mean;
    private final double[][] whitening;

    public ToySamples(ToyTarget target) {
        this.target = target;
        SplittableRandom random = new SplittableRandom(0xBADBEEF);
        float[][] rows = new float[MOMENT_SAMPLES][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = target.row(random);
        }
        GaussianMoments moments = GaussianMoments.of(rows);
        this.mean = moments.mean();
        this.whitening = moments.covariance().power(-0.5).rows();
    }

    @Override
    public int dimension() {
        return 2;
    }

    @Override
    public Sampler source(long seed) {
        return Rows.gaussians(SquareMatrix.identity(2), seed);
    }

    @Override
    public Sampler target(long seed) {
        return Rows.drawn(2, ~seed, this::row);
    }

    private float[] row(SplittableRandom random) {
        float[] raw = target.row(random);
        return Rows.times(whitening, new double[] {raw[0] - mean[0], raw[1] - mean[1]});
    }
}
