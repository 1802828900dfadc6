package io.monge.ot.benchmark;

import io.monge.ot.Sampler;
import java.util.SplittableRandom;

/**
 * As many of a pair's training samples as it has, drawn with replacement once: a bootstrap sample,
 * with some 63 % of the different ones. What is known of the whole, its moments, stays known.
 */
final class Resampled implements UnpairedSamples {
    private final TrainingPoints whole;
    private final float[][] source;
    private final float[][] target;

    /**
     * @param seed of the choice; every seed is another one
     */
    Resampled(TrainingPoints whole, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        this.whole = whole;
        this.source = drawn(whole.x(), random);
        this.target = drawn(whole.y(), random);
    }

    private static float[][] drawn(float[][] rows, SplittableRandom random) {
        float[][] drawn = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            drawn[i] = rows[random.nextInt(rows.length)];
        }
        return drawn;
    }

    @Override
    public int dimension() {
        return source[0].length;
    }

    @Override
    public Sampler source(long seed) {
        return Rows.chosen(source, seed);
    }

    @Override
    public Sampler target(long seed) {
        return Rows.chosen(target, ~seed);
    }

    @Override
    public TrainingPoints training(long seed, int most) {
        return whole;
    }
}
