package io.monge.ot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Draws independent samples of a distribution: the P and Q of Algorithm 1's input. */
@FunctionalInterface
public interface Sampler {
    /**
     * Draws a fresh batch. Called on the thread that owns the solver.
     *
     * @param scope owns the returned array; closed by the caller when the step ends
     * @param n number of samples, at least 1
     * @return (n, 3, H, W) in [-1, 1], or (n, d) for the toys, in native memory (see {@code
     *     io.monge.ot.tensor.ImageTensors})
     */
    NDArray sample(NDManager scope, int n);
}
