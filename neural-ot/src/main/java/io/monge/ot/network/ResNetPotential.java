package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import io.monge.ot.Potential;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;

/** The forward pass of {@link ResNet}. Intermediates are closed as in {@link EdsrMap}. */
final class ResNetPotential implements Potential {
    private static final double SLOPE = 0.2;

    private final ResNet spec;
    private final Parameters weights;

    ResNetPotential(ResNet spec, Parameters weights) {
        this.spec = spec;
        this.weights = weights;
    }

    @Override
    public NDArray of(NDArray y) {
        NDArray h;
        try (NDArray entered = Arithmetic.enter(y, weights.get("conv_img.weight"))) {
            h = Layers.leakyReluInPlace(convolution(entered, "conv_img"), SLOPE);
        }
        h = block(block(h, 0), 1);
        for (int i = 1; i <= spec.halvings(); i++) {
            h = block(block(halved(h), 3 * i), 3 * i + 1);
        }
        try (NDArray last = h;
                NDArray left = Arithmetic.leave(last);
                NDArray features = left.flatten(1, -1);
                NDArray column =
                        Layers.linear(features, weights.get("fc.weight"), weights.get("fc.bias"))) {
            return column.squeeze(1);
        }
    }

    /** leakyRelu(shortcut(x) + ρ · conv(leakyRelu(conv(x)))); closes x. */
    private NDArray block(NDArray x, int index) {
        String name = "resnet." + index;
        NDArray weight = weights.get(name + ".conv_1.weight");
        NDArray bias = weights.get(name + ".conv_1.bias");
        try (NDArray input = x;
                NDArray hidden =
                        Layers.leakyReluInPlace(convolution(input, name + ".conv_0"), SLOPE);
                NDArray shortcut = shortcut(input, name + ".conv_s.weight")) {
            NDArray residual = Layers.scaledConv2d(hidden, weight, bias, spec.residualRatio());
            return Layers.leakyReluInPlace(TorchOps.addInPlace(residual, shortcut), SLOPE);
        }
    }

    /** x itself where the number of channels stays, else a 1 × 1 convolution. */
    private NDArray shortcut(NDArray x, String weight) {
        return weights.has(weight) ? Layers.pointwise(x, weights.get(weight)) : x;
    }

    private static NDArray halved(NDArray x) {
        try (NDArray input = x) {
            return Layers.averagePool(input, 3, 2, 1);
        }
    }

    private NDArray convolution(NDArray x, String name) {
        return Layers.conv2d(x, weights.get(name + ".weight"), weights.get(name + ".bias"), 1);
    }
}
