package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import java.util.random.RandomGenerator;

/** F ∋ f, the admissible potentials of Table 1, as a penalty added when f is updated. */
public sealed interface PotentialConstraint
        permits Unconstrained, MeanSquare, GradientPenalty, Expectile, Unbalanced, Convexified {
    /**
     * The loss of f with the penalty added.
     *
     * @param loss scalar: mean f(T(x)) - mean f(y)
     * @param batch what the loss was computed from
     * @param random the update's own generator
     */
    NDArray addTo(NDArray loss, PotentialBatch batch, RandomGenerator random);
}
