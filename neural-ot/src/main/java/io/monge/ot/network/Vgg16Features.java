package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.Resampling;
import io.monge.ot.tensor.TorchOps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The convolutional part of VGG-16, computed only as deep as the deepest tap. Weights are the
 * user's, by torchvision's names ("features.0.weight", ...). Never trained.
 */
public final class Vgg16Features {
    /** Positions of the convolutions in torchvision's {@code features}; ReLU follows each. */
    private static final List<Integer> CONVOLUTIONS =
            List.of(0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28);

    /** Convolutions that a pooling precedes. */
    private static final List<Integer> AFTER_POOLING = List.of(5, 10, 17, 24);

    private final Parameters weights;
    private final List<Integer> taps;
    private final Input input;

    /** What the weights expect of an image in [-1, 1]. */
    public enum Input {
        /** The image as it is: what the reference's cost does with torchvision's weights. */
        AS_IS(1, new float[] {0, 0, 0}),
        /** RGB in 0 to 255 minus its mean: Oxford's original weights. */
        RGB_255(127.5, new float[] {127.5f - 123.68f, 127.5f - 116.779f, 127.5f - 103.939f});

        private final double factor;
        private final float[] shift;

        Input(double factor, float[] shift) {
            this.factor = factor;
            this.shift = shift;
        }
    }

    /**
     * Uploads the weights down to the deepest tap.
     *
     * @param owner of the weights
     * @param tensors of the user's file
     * @param taps positions of ReLU layers in torchvision's {@code features}, e.g. 3, 8, 15, 22
     * @throws IllegalArgumentException if a tap is no ReLU layer, or the file does not reach it, or
     *     a layer does not fit the one before it
     */
    public Vgg16Features(
            NDManager owner, Map<String, HostTensor> tensors, List<Integer> taps, Input input) {
        this.weights = Parameters.frozen(owner, chosen(tensors, taps), MemoryFormat.CHANNELS_LAST);
        this.taps = List.copyOf(taps);
        this.input = input;
    }

    private static Map<String, HostTensor> chosen(
            Map<String, HostTensor> tensors, List<Integer> taps) {
        int deepest = 0;
        for (int tap : taps) {
            if (!CONVOLUTIONS.contains(tap - 1)) {
                throw new IllegalArgumentException(
                        "taps is %s: %d is no ReLU layer of VGG-16".formatted(taps, tap));
            }
            deepest = Math.max(deepest, tap);
        }
        Map<String, HostTensor> chosen = new LinkedHashMap<>();
        long channels = 3;
        for (int layer : CONVOLUTIONS) {
            if (layer < deepest) {
                String name = "features." + layer;
                HostTensor kernel = require(tensors, name + ".weight", taps);
                HostTensor bias = require(tensors, name + ".bias", taps);
                long out = bias.size(); // any width, so that thinner networks can be read
                kernel.requireShape(name + ".weight", out, channels, 3, 3);
                chosen.put(name + ".weight", kernel);
                chosen.put(name + ".bias", bias.requireShape(name + ".bias", out));
                channels = out;
            }
        }
        return chosen;
    }

    private static HostTensor require(
            Map<String, HostTensor> tensors, String name, List<Integer> taps) {
        HostTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "taps is %s, but the file of VGG-16 weights has no %s".formatted(taps, name));
        }
        return tensor;
    }

    /**
     * Features at the taps, in their order.
     *
     * @param image (n, 3, H, W) in [-1, 1]
     */
    public List<NDArray> of(NDArray image) {
        NDArray[] byTap = new NDArray[taps.size()];
        int deepest = taps.stream().mapToInt(Integer::intValue).max().orElse(0);
        NDArray h = prepared(image);
        for (int layer : CONVOLUTIONS) {
            if (layer > deepest) {
                break;
            }
            h = convolution(AFTER_POOLING.contains(layer) ? Resampling.maxPool(h) : h, layer);
            int tap = taps.indexOf(layer + 1);
            if (tap >= 0) {
                byTap[tap] = h;
            }
        }
        return List.of(byTap);
    }

    private NDArray convolution(NDArray x, int layer) {
        String name = "features." + layer;
        return Layers.reluInPlace(
                Layers.conv2d(x, weights.get(name + ".weight"), weights.get(name + ".bias"), 1));
    }

    private NDArray prepared(NDArray image) {
        NDArray x = Layers.inFormat(image, MemoryFormat.CHANNELS_LAST);
        if (input == Input.AS_IS) {
            return x;
        }
        NDArray shift = TorchOps.upload(image.getManager(), input.shift, 1, 3, 1, 1);
        return TorchOps.addScaled(
                shift.broadcast(new Shape(image.getShape().getShape())), x, input.factor);
    }
}
