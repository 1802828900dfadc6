package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.BatchNorm;
import io.monge.ot.tensor.Convolutions;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.Resampling;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** The forward pass of {@link UNet}. */
final class UNetMap implements TransportMap {
    private final Parameters weights;
    private final Supplier<Mode> mode;

    UNetMap(Parameters weights, Supplier<Mode> mode) {
        this.weights = weights;
        this.mode = mode;
    }

    @Override
    public NDArray of(NDArray x) {
        Mode now = mode.get();
        Deque<NDArray> skips = new ArrayDeque<>();
        NDArray h;
        try (NDArray entered = Arithmetic.enter(x, weights.get("outc.conv.weight"))) {
            h = doubleConvolution(entered, "inc", now);
        }
        for (int k = 1; k <= UNet.LEVELS; k++) {
            skips.push(h);
            try (NDArray halved = Resampling.maxPool(h)) {
                h = doubleConvolution(halved, UNet.downName(k), now);
            }
        }
        for (int k = 1; k <= UNet.LEVELS; k++) {
            try (NDArray below = h;
                    NDArray skip = skips.pop();
                    NDArray wide = expanded(below, "up" + k + ".up");
                    NDArray padded = padded(wide, skip.getShape());
                    NDArray both = skip.concat(padded, 1)) {
                h = doubleConvolution(both, UNet.upName(k), now);
            }
        }
        try (NDArray last = h;
                NDArray narrow =
                        Layers.conv2d(
                                last,
                                weights.get("outc.conv.weight"),
                                weights.get("outc.conv.bias"),
                                0)) {
            return Arithmetic.leave(narrow);
        }
    }

    private NDArray expanded(NDArray x, String name) {
        return weights.has(name + ".weight")
                ? Convolutions.transposed(
                        x, weights.get(name + ".weight"), weights.get(name + ".bias"), 2)
                : Resampling.bilinearAligned(x);
    }

    /** Zeros up to a size, the odd one at the right and bottom. */
    private static NDArray padded(NDArray x, Shape wanted) {
        int rows = (int) (wanted.get(2) - x.getShape().get(2));
        int columns = (int) (wanted.get(3) - x.getShape().get(3));
        return Resampling.pad(x, columns / 2, columns - columns / 2, rows / 2, rows - rows / 2);
    }

    private NDArray doubleConvolution(NDArray x, String name, Mode now) {
        try (NDArray middle = convolution(x, name + ".double_conv.", 0, now)) {
            return convolution(middle, name + ".double_conv.", 3, now);
        }
    }

    /** relu(batchNorm(conv(x))): layers i and i + 1 of a sequence. */
    private NDArray convolution(NDArray x, String name, int i, Mode now) {
        try (NDArray raw =
                Layers.conv2d(
                        x, weights.get(name + i + ".weight"), weights.get(name + i + ".bias"), 1)) {
            return Layers.reluInPlace(normalised(raw, weights, name + (i + 1), now));
        }
    }

    static NDArray normalised(NDArray x, Parameters weights, String name, Mode now) {
        return switch (now) {
            case TRAINING -> BatchNorm.training(x, weights, name);
            case EVALUATION -> BatchNorm.evaluation(x, weights, name);
        };
    }
}
