package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Activations;
import io.monge.ot.tensor.Convolutions;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.Parameters;
import java.util.function.Supplier;

/** The two halves of {@link Autoencoder}, differentiable in their inputs and the weights. */
public final class AutoencoderMap implements TransportMap {
    private static final double SLOPE = 0.2;
    private static final double DROPOUT = 0.05;

    private final Parameters weights;
    private final Supplier<Mode> mode;

    AutoencoderMap(Parameters weights, Supplier<Mode> mode) {
        this.weights = weights;
        this.mode = mode;
    }

    /** Images encoded and decoded again. */
    @Override
    public NDArray of(NDArray image) {
        try (NDArray z = encode(image)) {
            return decode(z);
        }
    }

    /**
     * @param image (n, 3, 64, 64) in [-1, 1]
     * @return (n, z), normalised to mean 0 and variance 1
     */
    public NDArray encode(NDArray image) {
        Mode now = mode.get();
        NDArray h = leaky(Convolutions.unbiased(image, kernel("encoder", 0), 2, 1));
        for (int i = 1; i + 1 < Autoencoder.ENCODER.length; i++) {
            int layer = Autoencoder.ENCODER[i];
            try (NDArray before = dropped(h, now);
                    NDArray raw = Convolutions.unbiased(before, kernel("encoder", layer), 2, 1)) {
                h = leaky(UNetMap.normalised(raw, weights, "encoder.features." + (layer + 1), now));
            }
        }
        int last = Autoencoder.ENCODER[Autoencoder.ENCODER.length - 1];
        try (NDArray before = dropped(h, now);
                NDArray pixel = Convolutions.unbiased(before, kernel("encoder", last), 2, 0);
                NDArray flat = pixel.flatten(1, -1);
                NDArray z = leaky(linear(flat, "encoder.fc_out.0"))) {
            return UNetMap.normalised(z, weights, "encoder.fc_out.2", now);
        }
    }

    /**
     * @param z (n, z)
     * @return (n, 3, 64, 64) in (-1, 1)
     */
    public NDArray decode(NDArray z) {
        Mode now = mode.get();
        NDArray h;
        try (NDArray wide = leaky(linear(z, "decoder.fc_in.0"));
                NDArray flat = UNetMap.normalised(wide, weights, "decoder.fc_in.2", now)) {
            h = flat.expandDims(2).expandDims(3);
        }
        for (int i = 0; i + 1 < Autoencoder.DECODER.length; i++) {
            int layer = Autoencoder.DECODER[i];
            try (NDArray before = h;
                    NDArray raw =
                            i == 0 ? grown(before, layer, 1, 0) : grown(before, layer, 2, 1)) {
                String norm = "decoder.features." + (layer + 1);
                h = dropped(Layers.reluInPlace(UNetMap.normalised(raw, weights, norm, now)), now);
            }
        }
        int last = Autoencoder.DECODER[Autoencoder.DECODER.length - 1];
        try (NDArray before = h;
                NDArray image = grown(before, last, 2, 1)) {
            return Activations.tanh(image);
        }
    }

    private NDArray grown(NDArray x, int layer, int stride, int padding) {
        return Convolutions.transposedUnbiased(x, kernel("decoder", layer), stride, padding);
    }

    private NDArray kernel(String half, int layer) {
        return weights.get(half + ".features." + layer + ".weight");
    }

    private NDArray linear(NDArray x, String name) {
        return Layers.linear(x, weights.get(name + ".weight"), weights.get(name + ".bias"));
    }

    private static NDArray leaky(NDArray x) {
        return Layers.leakyReluInPlace(x, SLOPE);
    }

    /** x itself, or with dropout a new array; then x is closed. */
    private static NDArray dropped(NDArray x, Mode now) {
        return switch (now) {
            case EVALUATION -> x;
            case TRAINING -> {
                try (NDArray all = x) {
                    yield Activations.dropout(all, DROPOUT);
                }
            }
        };
    }
}
