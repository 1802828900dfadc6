package io.monge.ot;

import ai.djl.ndarray.NDArray;

/**
 * b(u, v) between images of one shape. Not a transport cost: a solver takes only a {@link
 * TransportCost}, which says how x reaches the size of y.
 */
@FunctionalInterface
public interface ImageDistance {
    /**
     * @param u (n, ...) in [-1, 1]
     * @param v same shape as u
     * @return (n), non-negative, differentiable in both
     */
    NDArray between(NDArray u, NDArray v);
}
