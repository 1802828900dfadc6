package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.Sampler;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.MemoryFormat;

/**
 * How batches are drawn.
 *
 * @param size samples
 * @param format layout of image batches on the device
 */
record Batches(int size, MemoryFormat format) {
    /** What every specification holds its {@code batchSize} to. */
    static void requireSize(int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException(
                    "batchSize is " + batchSize + ", must be at least 1");
        }
    }

    NDArray draw(Sampler sampler, NDManager scope) {
        return Layers.inFormat(sampler.sample(scope, size), format);
    }
}
