package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import java.util.Map;

/** The architecture of a network, as configuration names it. */
public sealed interface NetworkSpec permits MapSpec, PotentialSpec {
    /** Every parameter's shape by its name in the reference's state dict, in that order. */
    Map<String, Shape> shapes();

    /** Random weights to start from; equal seeds give equal weights. */
    Map<String, HostTensor> initialWeights(long seed);

    /** Number of trainable parameters. */
    default long parameters() {
        return shapes().values().stream().mapToLong(Shape::size).sum();
    }
}
