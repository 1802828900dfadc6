package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Parameters;
import java.util.List;
import java.util.Map;

/**
 * A perceptron on vectors with ReLU: (n, d) → (n, d).
 *
 * @param dim d
 * @param hidden widths of the hidden layers
 * @param skip what is added to the network's output
 */
public record MlpMap(int dim, List<Integer> hidden, Skip skip) implements MapSpec {
    /** What the map adds to its network's output. */
    public enum Skip {
        /** Nothing. */
        NONE,
        /** x; the last layer then starts at zero, so that T starts at the identity. */
        IDENTITY
    }

    public MlpMap {
        hidden = List.copyOf(hidden);
        VectorLayers.require(dim, hidden);
    }

    @Override
    public Map<String, Shape> shapes() {
        return VectorLayers.shapes(dim, hidden, dim);
    }

    @Override
    public Map<String, HostTensor> initialWeights(long seed) {
        Map<String, HostTensor> weights = new RandomWeights(seed).uniform(shapes());
        if (skip == Skip.IDENTITY) {
            String last = Integer.toString(2 * hidden.size());
            weights.computeIfPresent(last + ".weight", (name, w) -> RandomWeights.zeros(w));
            weights.computeIfPresent(last + ".bias", (name, b) -> RandomWeights.zeros(b));
        }
        return weights;
    }

    @Override
    public TransportMap over(Parameters weights) {
        return switch (skip) {
            case NONE -> x -> VectorLayers.forward(x, weights, hidden.size());
            case IDENTITY -> x -> x.add(VectorLayers.forward(x, weights, hidden.size()));
        };
    }

    /** 1: X and Y have one dimension. */
    @Override
    public int scale() {
        return 1;
    }

    /** 0: a vector has no neighbours. */
    @Override
    public int receptiveRadius() {
        return 0;
    }
}
