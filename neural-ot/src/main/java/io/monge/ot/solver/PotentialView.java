package io.monge.ot.solver;

import io.monge.ot.Potential;
import java.util.random.RandomGenerator;

/**
 * What of an image the potential's network g is shown in an update: f(y) = E g(v(y)) over random
 * views v, the same law for T(x) and y, one view per update. f is a function on Y as before, so
 * Algorithm 1 is unchanged.
 */
public sealed interface PotentialView permits Whole, Shifted, MeanFree {
    /**
     * f as this update sees it.
     *
     * @param network g
     * @param random the update's own generator
     */
    Potential of(Potential network, RandomGenerator random);

    /**
     * @param size of the potential's input
     * @param vectors whether it takes vectors rather than images
     * @throws IllegalArgumentException if no such view of it exists
     */
    void requireFor(int size, boolean vectors);
}
