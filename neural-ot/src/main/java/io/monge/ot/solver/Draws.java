package io.monge.ot.solver;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The solver's own randomness: one generator per update, derived from the seed and the update's
 * number, so that a resumed run draws the same without any generator state to save.
 *
 * @param seed of the run
 */
record Draws(long seed) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    RandomGenerator ofUpdate(long update) {
        return new SplittableRandom(seed ^ (update + 1) * GOLDEN);
    }
}
