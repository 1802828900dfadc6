package io.monge.ot;

import ai.djl.ndarray.NDArray;

/** The transport map T_θ : X → Y. */
@FunctionalInterface
public interface TransportMap {
    /**
     * @param x (n, 3, h, w) in [-1, 1], or (n, d)
     * @return T(x): (n, 3, s·h, s·w) for scale s (not clamped), or (n, d)
     */
    NDArray of(NDArray x);
}
