package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import java.util.random.RandomGenerator;

/** No constraint: F is all potentials, as in OTS. */
public record Unconstrained() implements PotentialConstraint {
    @Override
    public NDArray addTo(NDArray loss, PotentialBatch batch, RandomGenerator random) {
        return loss;
    }
}
