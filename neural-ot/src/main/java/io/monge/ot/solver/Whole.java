package io.monge.ot.solver;

import io.monge.ot.Potential;
import java.util.random.RandomGenerator;

/** The image as it is: the paper's f. */
public record Whole() implements PotentialView {
    @Override
    public Potential of(Potential network, RandomGenerator random) {
        return network;
    }

    @Override
    public void requireFor(int size, boolean vectors) {
        // Everything can be seen whole.
    }
}
