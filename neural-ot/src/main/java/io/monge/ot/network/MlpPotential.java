package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.Potential;
import io.monge.ot.tensor.Parameters;
import java.util.List;
import java.util.Map;

/**
 * A perceptron on vectors with ReLU: (n, d) → (n).
 *
 * @param dim d
 * @param hidden widths of the hidden layers
 */
public record MlpPotential(int dim, List<Integer> hidden) implements PotentialSpec {
    public MlpPotential {
        hidden = List.copyOf(hidden);
        VectorLayers.require(dim, hidden);
    }

    @Override
    public Map<String, Shape> shapes() {
        return VectorLayers.shapes(dim, hidden, 1);
    }

    /** PyTorch's default. */
    @Override
    public Map<String, HostTensor> initialWeights(long seed) {
        return new RandomWeights(seed).uniform(shapes());
    }

    @Override
    public Potential over(Parameters weights) {
        return y -> VectorLayers.forward(y, weights, hidden.size()).squeeze(1);
    }

    @Override
    public int size() {
        return dim;
    }

    @Override
    public boolean takesVectors() {
        return true;
    }
}
