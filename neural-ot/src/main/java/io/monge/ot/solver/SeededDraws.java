package io.monge.ot.solver;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Generators derived from the seed and the update's number, so that a resumed run draws the same.
 *
 * @param seed of the run
 */
record SeededDraws(long seed) implements Draws {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    @Override
    public RandomGenerator ofUpdate(long update) {
        return new SplittableRandom(seed ^ (update + 1) * GOLDEN);
    }
}
