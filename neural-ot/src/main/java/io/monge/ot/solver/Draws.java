package io.monge.ot.solver;

import java.util.random.RandomGenerator;

/** The solver's own randomness: one generator per update, so that there is no state to save. */
interface Draws {
    /** The run's seed. */
    long seed();

    RandomGenerator ofUpdate(long update);
}
