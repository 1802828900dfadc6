package io.monge.ot.benchmark;

import io.monge.ot.network.Edsr;
import io.monge.ot.tensor.Compute;

/**
 * What is timed: EDSR against the ResNet potential (64 to 512 filters).
 *
 * @param map the EDSR
 * @param patch side of the high-resolution patches, px
 * @param batch samples per update
 * @param mapUpdates K_T
 * @param iterations timed iterations; one more warms up
 * @param compute device, threads, layout
 */
public record TrainStepSettings(
        Edsr map, int patch, int batch, int mapUpdates, int iterations, Compute compute) {
    public TrainStepSettings {
        if (iterations < 1) {
            throw new IllegalArgumentException(
                    "iterations is " + iterations + ", must be at least 1");
        }
    }
}
