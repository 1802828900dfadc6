package io.monge.ot.benchmark;

import io.monge.ot.tensor.Compute;

/**
 * What is timed: EDSR (x4) against the ResNet potential (64 to 512 filters).
 *
 * @param blocks residual blocks of the map
 * @param features channels of the map
 * @param patch side of the high-resolution patches, px
 * @param batch samples per update
 * @param mapUpdates K_T
 * @param iterations timed iterations; one more warms up
 * @param compute device, threads, layout
 */
public record TrainStepSettings(
        int blocks,
        int features,
        int patch,
        int batch,
        int mapUpdates,
        int iterations,
        Compute compute) {
    public TrainStepSettings {
        if (iterations < 1) {
            throw new IllegalArgumentException(
                    "iterations is " + iterations + ", must be at least 1");
        }
    }

    /** EDSR 16 x 64, patches of 128 px, batch 8, K_T = 10: the case of the documentation. */
    public static TrainStepSettings reference(int iterations, Compute compute) {
        return new TrainStepSettings(16, 64, 128, 8, 10, iterations, compute);
    }
}
