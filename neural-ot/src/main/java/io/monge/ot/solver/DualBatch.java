package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.ConvexPotential;
import java.util.random.RandomGenerator;

/**
 * What a {@link DualObjective} sees of one update.
 *
 * @param psi ψ on X
 * @param phi φ on Y
 * @param x (n, d)
 * @param y (n, d)
 * @param random of this update
 */
public record DualBatch(
        ConvexPotential psi, ConvexPotential phi, NDArray x, NDArray y, RandomGenerator random) {
    /** The same batch with the sides exchanged. */
    DualBatch reversed() {
        return new DualBatch(phi, psi, y, x, random);
    }
}
