package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.Convolutions;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.Resampling;
import java.util.Map;

/**
 * The digit classifier of W2GN's domain adaptation (src/classifiers.py, "LeNet"), whose last hidden
 * layer is the space that is transported.
 *
 * @param channels of the images: 1 in the reference
 * @param side of the images, px, at least 16: 28 in the reference
 * @param classes how many: 10 in the reference
 */
public record LeNet(int channels, int side, int classes) implements NetworkSpec {
    private static final int KERNEL = 5;
    private static final int FIRST = 6;
    private static final int SECOND = 16;
    private static final int WIDE = 120;
    private static final int FEATURES = 84;

    public LeNet {
        if (channels < 1 || classes < 1) {
            throw new IllegalArgumentException(
                    "channels is %d and classes %d, both must be at least 1"
                            .formatted(channels, classes));
        }
        if (cells(cells(side)) < 1) {
            throw new IllegalArgumentException(
                    "side is %d px, must be at least 16".formatted(side));
        }
    }

    /**
     * What the network says of a batch.
     *
     * @param logits (n, classes), before the softmax
     * @param features (n, 84), the last hidden layer
     */
    public record Output(NDArray logits, NDArray features) {}

    /** The network over weights. */
    @FunctionalInterface
    public interface Classifier {
        /**
         * @param image (n, channels, side, side)
         * @return differentiable in the image and the weights
         */
        Output of(NDArray image);
    }

    /** MNIST's: 1 × 28 × 28 to ten digits. */
    public static LeNet reference() {
        return new LeNet(1, 28, 10);
    }

    /** Side after an unpadded convolution and a halving. */
    private static int cells(int side) {
        return (side - KERNEL + 1) / 2;
    }

    @Override
    public Map<String, Shape> shapes() {
        ShapeList shapes = new ShapeList();
        long cells = cells(cells(side));
        shapes.convolution("conv1", channels, FIRST, KERNEL);
        shapes.convolution("conv2", FIRST, SECOND, KERNEL);
        shapes.linear("fc1", SECOND * cells * cells, WIDE);
        shapes.linear("fc2", WIDE, FEATURES);
        shapes.linear("fc3", FEATURES, classes);
        return shapes.byName();
    }

    /** PyTorch's default. */
    @Override
    public Map<String, HostTensor> initialWeights(long seed) {
        return new RandomWeights(seed).uniform(shapes());
    }

    /** The classifier with these weights, which stay the caller's. */
    public Classifier over(Parameters weights) {
        return image -> forward(image, weights);
    }

    private static Output forward(NDArray image, Parameters weights) {
        try (NDArray first = pooled(image, weights, "conv1");
                NDArray second = pooled(first, weights, "conv2");
                NDArray flat = second.flatten(1, -1);
                NDArray wide = Layers.reluInPlace(linear(flat, weights, "fc1"))) {
            NDArray features = Layers.reluInPlace(linear(wide, weights, "fc2"));
            return new Output(linear(features, weights, "fc3"), features);
        }
    }

    private static NDArray pooled(NDArray x, Parameters weights, String name) {
        NDArray weight = weights.get(name + ".weight");
        NDArray bias = weights.get(name + ".bias");
        try (NDArray h = Layers.reluInPlace(Convolutions.strided(x, weight, bias, 1, 0))) {
            return Resampling.maxPool(h);
        }
    }

    private static NDArray linear(NDArray x, Parameters weights, String name) {
        return Layers.linear(x, weights.get(name + ".weight"), weights.get(name + ".bias"));
    }
}
