package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Parameters;
import java.util.Map;

/**
 * T = ∇ψ of a convex network, X = Y.
 *
 * @param potential ψ
 */
public record BrenierMap(ConvexSpec potential) implements MapSpec {
    @Override
    public Map<String, Shape> shapes() {
        return potential.shapes();
    }

    @Override
    public Map<String, HostTensor> initialWeights(long seed) {
        return potential.initialWeights(seed);
    }

    @Override
    public TransportMap over(Parameters weights) {
        return potential.over(weights)::push;
    }

    @Override
    public boolean isConvexWeight(String name) {
        return potential.isConvexWeight(name);
    }

    /** 1: X = Y. */
    @Override
    public int scale() {
        return 1;
    }

    /** The whole input: every number of ∇ψ(x) may depend on every one of x. */
    @Override
    public int receptiveRadius() {
        return potential.size();
    }
}
