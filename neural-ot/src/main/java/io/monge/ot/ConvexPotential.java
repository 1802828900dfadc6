package io.monge.ot;

import ai.djl.ndarray.NDArray;

/** A convex potential ψ: its gradient is a transport map (Brenier). */
public interface ConvexPotential extends Potential {
    /**
     * ∇ψ(x).
     *
     * @param x (n, ...)
     * @return same shape; differentiable in x and ω where a graph is recorded
     */
    NDArray push(NDArray x);

    /** Makes ψ convex again after an update: the weights that must not be negative become zero. */
    void project();
}
