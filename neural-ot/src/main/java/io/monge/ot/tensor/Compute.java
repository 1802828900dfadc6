package io.monge.ot.tensor;

import ai.djl.ndarray.NDManager;

/**
 * Where and how arrays are computed.
 *
 * @param device {@code auto} (a GPU if there is one), {@code cpu}, or {@code gpu:N}
 * @param threads threads of one operator on the CPU; 0 leaves the engine's choice. A property of
 *     the calling thread once the engine runs
 * @param memoryFormat layout of image batches and convolution weights
 */
public record Compute(String device, int threads, MemoryFormat memoryFormat) {
    public Compute {
        if (!device.matches("auto|cpu|gpu(:\\d+)?")) {
            throw new IllegalArgumentException(
                    "device is '" + device + "', must be auto, cpu, gpu or gpu:N");
        }
        if (threads < 0) {
            throw new IllegalArgumentException("threads is " + threads + ", must be at least 0");
        }
    }

    /** The CPU with channels-last layout. */
    public static Compute cpu(int threads) {
        return new Compute("cpu", threads, MemoryFormat.CHANNELS_LAST);
    }

    /**
     * Starts the engine if necessary and opens the root of a tree of arrays; whoever calls closes
     * it.
     *
     * @throws IllegalStateException if the device was asked for and does not exist
     */
    public NDManager openRoot() {
        throw new UnsupportedOperationException();
    }
}
