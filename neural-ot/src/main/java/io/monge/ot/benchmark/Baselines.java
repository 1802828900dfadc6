package io.monge.ot.benchmark;

import java.util.Arrays;

/**
 * What a map must beat.
 *
 * @param identity T(x) = x
 * @param constant T(x) = mean of Q
 * @param linear the optimal map between Gaussians with the training samples' moments
 */
public record Baselines(MapScore identity, MapScore constant, MapScore linear) {
    public static Baselines of(
            UnpairedSamples.TrainingPoints training, BenchmarkPair.TestPoints test) {
        GaussianMoments p = GaussianMoments.of(training.x());
        GaussianMoments q = GaussianMoments.of(training.y());
        float[][] constant = new float[test.x().length][];
        Arrays.fill(constant, q.mean());
        return new Baselines(
                MapScore.of(test.x(), test),
                MapScore.of(constant, test),
                MapScore.of(p.push(q, test.x()), test));
    }
}
