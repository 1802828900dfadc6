package io.monge.ot;

import ai.djl.ndarray.NDArray;

/** Up : X → Y, how a low-resolution image reaches the target's size before it is compared. */
@FunctionalInterface
public interface Upsampling {
    /**
     * @param x (n, 3, h, w) in [-1, 1]
     * @return (n, 3, s·h, s·w), never differentiated by a solver
     */
    NDArray of(NDArray x);
}
