package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Activations;
import io.monge.ot.tensor.Convolutions;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.Resampling;
import io.monge.ot.tensor.TorchOps;
import java.util.function.Supplier;

/** The forward pass of {@link ResNetGenerator}. */
final class ResNetGeneratorMap implements TransportMap {
    private static final double SLOPE = 0.2;
    private static final double RESIDUAL_RATIO = 0.1;

    private final ResNetGenerator spec;
    private final Parameters weights;
    private final Supplier<Mode> mode;

    ResNetGeneratorMap(ResNetGenerator spec, Parameters weights, Supplier<Mode> mode) {
        this.spec = spec;
        this.weights = weights;
        this.mode = mode;
    }

    @Override
    public NDArray of(NDArray z) {
        Mode now = mode.get();
        NDArray h = start(z, now);
        for (int i = 0; i < spec.doublings(); i++) {
            try (NDArray small = block(block(h, 3 * i, now), 3 * i + 1, now)) {
                h = Resampling.nearest(small);
            }
        }
        int last = 3 * spec.doublings();
        try (NDArray features = block(block(h, last, now), last + 1, now);
                NDArray image =
                        Layers.conv2d(
                                features,
                                weights.get("conv_img.weight"),
                                weights.get("conv_img.bias"),
                                1)) {
            return Activations.tanh(image);
        }
    }

    /** (n, z) → (n, c, 4, 4). */
    private NDArray start(NDArray z, Mode now) {
        try (NDArray wide = Layers.linear(z, weights.get("fc.weight"), weights.get("fc.bias"))) {
            NDArray features = UNetMap.normalised(wide, weights, "bn1d", now);
            return Layers.leakyReluInPlace(features, SLOPE).reshape(new Shape(-1, deepest(), 4, 4));
        }
    }

    private long deepest() {
        return spec.width(spec.doublings() + 1);
    }

    /** leakyRelu(shortcut(x) + 0.1 · residual(x)); closes x. */
    private NDArray block(NDArray x, int index, Mode now) {
        String name = "resnet." + index;
        try (NDArray input = x;
                NDArray hidden =
                        Layers.leakyReluInPlace(
                                convolution(input, name + ".conv_0", name + ".bn2d_0", now),
                                SLOPE);
                NDArray residual = convolution(hidden, name + ".conv_1", name + ".bn2d_1", now);
                NDArray shortcut = shortcut(input, name, now)) {
            return Layers.leakyReluInPlace(
                    TorchOps.addScaled(shortcut, residual, RESIDUAL_RATIO), SLOPE);
        }
    }

    private NDArray shortcut(NDArray x, String name, Mode now) {
        return weights.has(name + ".conv_s.weight")
                ? convolution(x, name + ".conv_s", name + ".bn2d_s", now)
                : x;
    }

    /** batchNorm(conv(x)), same size. */
    private NDArray convolution(NDArray x, String name, String norm, Mode now) {
        NDArray weight = weights.get(name + ".weight");
        int padding = (int) weight.getShape().get(2) / 2;
        try (NDArray raw = Convolutions.unbiased(x, weight, 1, padding)) {
            return UNetMap.normalised(raw, weights, norm, now);
        }
    }
}
