package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Parameters;
import java.util.Map;

/** The architecture of a network, as configuration names it. */
public sealed interface NetworkSpec
        permits MapSpec, PotentialSpec, ResNetGenerator, LeNet, Autoencoder {
    /**
     * Every parameter's and buffer's shape by its name in the reference's state dict, in that
     * order.
     */
    Map<String, Shape> shapes();

    /** Random weights to start from; equal seeds give equal weights. */
    Map<String, HostTensor> initialWeights(long seed);

    /** Whether it can be computed with bf16 convolutions, see {@link Arithmetic#working}. */
    default boolean allowsBf16() {
        return false;
    }

    /** Whether the network's convexity needs this weight to be at least zero. */
    default boolean isConvexWeight(String name) {
        return false;
    }

    /** Number of trainable parameters. */
    default long parameters() {
        return shapes().entrySet().stream()
                .filter(entry -> !Parameters.isBuffer(entry.getKey()))
                .mapToLong(entry -> entry.getValue().size())
                .sum();
    }
}
