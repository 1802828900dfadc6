package io.monge.ot;

import ai.djl.ndarray.NDArray;

/** The potential f_ω on the target space: what the solver maximises over. */
@FunctionalInterface
public interface Potential {
    /**
     * @param y (n, 3, H, W) in [-1, 1], or (n, d)
     * @return f(y), (n), differentiable in y and ω
     */
    NDArray of(NDArray y);
}
