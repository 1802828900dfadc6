package io.monge.ot.cost;

import ai.djl.ndarray.NDManager;
import io.monge.ot.ImageDistance;

/** The transport cost, as configuration names it. */
public sealed interface CostSpec permits Mse, Mae, Perceptual, LearnedPerceptual, Sparse, Weighted {
    /** Up of c(x, y) = b(Up(x), y) at the start. */
    Up up();

    /**
     * k_c: potential iterations after which Up becomes a frozen copy of the map (App. C, dynamic
     * cost); 0 = never.
     */
    long refreshEvery();

    /**
     * b of c.
     *
     * @param owner of weights that it may hold
     */
    ImageDistance distance(NDManager owner);
}
