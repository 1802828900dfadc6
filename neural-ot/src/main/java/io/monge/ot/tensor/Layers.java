package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;

/**
 * The layers of the networks as PyTorch defines them. Differentiable any number of times unless
 * they work in place; results belong to the manager of the first operand. Stateless; any thread.
 */
public final class Layers {
    private Layers() {}

    /**
     * Cross-correlation with stride 1 and zero padding.
     *
     * @param x (n, in, h, w)
     * @param weight (out, in, k, k)
     * @param bias (out)
     */
    public static NDArray conv2d(NDArray x, NDArray weight, NDArray bias, int padding) {
        return new OperatorCall("conv2d")
                .with(x)
                .with(weight)
                .with(bias)
                .with((long) padding)
                .array(x.getManager());
    }

    /** factor · {@link #conv2d} with padding 1. */
    public static NDArray scaledConv2d(NDArray x, NDArray weight, NDArray bias, double factor) {
        return new OperatorCall("conv2d_scaled")
                .with(x)
                .with(weight)
                .with(bias)
                .with(factor)
                .array(x.getManager());
    }

    /** The same linear map at every pixel: weight (out, in, 1, 1), no bias. */
    public static NDArray pointwise(NDArray x, NDArray weight) {
        return new OperatorCall("conv2d_pointwise").with(x).with(weight).array(x.getManager());
    }

    /**
     * x · weightᵀ + bias.
     *
     * @param x (n, in)
     * @param weight (out, in)
     * @param bias (out)
     */
    public static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return new OperatorCall("linear").with(x).with(weight).with(bias).array(x.getManager());
    }

    /** max(x, 0), overwriting x, which no other operator's gradient may need. */
    public static NDArray reluInPlace(NDArray x) {
        new OperatorCall("relu_").with(x).inPlace();
        return x;
    }

    /** max(x, slope · x), overwriting x, which no other operator's gradient may need. */
    public static NDArray leakyReluInPlace(NDArray x, double slope) {
        new OperatorCall("leaky_relu_").with(x).with(slope).inPlace();
        return x;
    }

    /** max(x, slope · x). */
    public static NDArray leakyRelu(NDArray x, double slope) {
        return new OperatorCall("leaky_relu").with(x).with(slope).array(x.getManager());
    }

    /** Mean over k × k windows; padding counts as zeros. */
    public static NDArray averagePool(NDArray x, int kernel, int stride, int padding) {
        return new OperatorCall("avg_pool2d")
                .with(x)
                .with((long) kernel)
                .with((long) stride)
                .with((long) padding)
                .array(x.getManager());
    }

    /** (n, c·r², h, w) → (n, c, r·h, r·w): out[c, h·r+i, w·r+j] = in[c·r² + i·r + j, h, w]. */
    public static NDArray pixelShuffle(NDArray x, int factor) {
        return new OperatorCall("pixel_shuffle").with(x).with((long) factor).array(x.getManager());
    }

    /** Bicubic enlargement, a = -0.75, half-pixel centres, indices clamped at the border. */
    public static NDArray bicubic(NDArray x, int factor) {
        return new OperatorCall("bicubic").with(x).with((long) factor).array(x.getManager());
    }

    /**
     * The batch in the given layout; copies only if it lies otherwise. Vectors stay as they are.
     */
    public static NDArray inFormat(NDArray x, MemoryFormat format) {
        if (x.getShape().dimension() != 4) {
            return x;
        }
        return switch (format) {
            case CONTIGUOUS -> x;
            case CHANNELS_LAST -> new OperatorCall("channels_last").with(x).array(x.getManager());
        };
    }
}
