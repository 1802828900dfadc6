package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import io.monge.ot.Potential;
import io.monge.ot.tensor.Convolutions;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.Parameters;

/** The forward pass of {@link SotCritic}. Intermediates are closed as in {@link EdsrMap}. */
final class SotCriticPotential implements Potential {
    private static final double SLOPE = 0.2;

    private final Parameters weights;

    SotCriticPotential(Parameters weights) {
        this.weights = weights;
    }

    @Override
    public NDArray of(NDArray y) {
        NDArray h = convolution(y, 0);
        for (int i = 1; i < SotCritic.CONVOLUTIONS; i++) {
            try (NDArray before = h) {
                h = convolution(before, i);
            }
        }
        try (NDArray last = h;
                NDArray features = last.flatten(1, -1);
                NDArray hidden = Layers.leakyReluInPlace(linear(features, "fc1"), SLOPE);
                NDArray column = linear(hidden, "fc2")) {
            return column.squeeze(1);
        }
    }

    private NDArray convolution(NDArray x, int i) {
        String name = "features." + 2 * i;
        NDArray weight = weights.get(name + ".weight");
        int stride = i % 2 == 0 ? 1 : 2;
        int padding = i == 0 ? 2 : 1;
        NDArray h =
                weights.has(name + ".bias")
                        ? Convolutions.strided(
                                x, weight, weights.get(name + ".bias"), stride, padding)
                        : Convolutions.unbiased(x, weight, stride, padding);
        return Layers.leakyReluInPlace(h, SLOPE);
    }

    private NDArray linear(NDArray x, String name) {
        return Layers.linear(x, weights.get(name + ".weight"), weights.get(name + ".bias"));
    }
}
