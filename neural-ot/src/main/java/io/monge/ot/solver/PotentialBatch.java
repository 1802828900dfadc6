package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.Potential;

/**
 * What a constraint may look at when f is updated.
 *
 * @param potential f
 * @param sr T(x), (n, 3, H, W), not differentiated
 * @param hr y, same shape
 * @param ofSr f(T(x)), (n)
 * @param ofHr f(y), (n)
 */
public record PotentialBatch(
        Potential potential, NDArray sr, NDArray hr, NDArray ofSr, NDArray ofHr) {}
