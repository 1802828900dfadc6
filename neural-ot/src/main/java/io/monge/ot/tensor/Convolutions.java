package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;

/**
 * Convolutions beyond those of {@link Layers}: strided, without bias, transposed. Layouts are
 * PyTorch's. Results belong to the manager of the first operand. Stateless; any thread.
 */
public final class Convolutions {
    private Convolutions() {}

    /** Cross-correlation with zero padding; weight (out, in, k, k). */
    public static NDArray strided(
            NDArray x, NDArray weight, NDArray bias, int stride, int padding) {
        return new OperatorCall("conv2d_strided")
                .with(x)
                .with(weight)
                .with(bias)
                .with((long) stride)
                .with((long) padding)
                .array(x.getManager());
    }

    /** {@link #strided} without bias. */
    public static NDArray unbiased(NDArray x, NDArray weight, int stride, int padding) {
        return new OperatorCall("conv2d_unbiased")
                .with(x)
                .with(weight)
                .with((long) stride)
                .with((long) padding)
                .array(x.getManager());
    }

    /** Transposed convolution without padding; weight (in, out, k, k). */
    public static NDArray transposed(NDArray x, NDArray weight, NDArray bias, int stride) {
        return new OperatorCall("conv_transpose2d")
                .with(x)
                .with(weight)
                .with(bias)
                .with((long) stride)
                .array(x.getManager());
    }

    /** {@link #transposed} without bias: out = (n - 1) · stride - 2 · padding + k. */
    public static NDArray transposedUnbiased(NDArray x, NDArray weight, int stride, int padding) {
        return new OperatorCall("conv_transpose2d_unbiased")
                .with(x)
                .with(weight)
                .with((long) stride)
                .with((long) padding)
                .array(x.getManager());
    }

    /** {@link #strided} with a kernel of any sides: rows of zeros above and below, columns. */
    public static NDArray rectangular(
            NDArray x, NDArray weight, NDArray bias, int stride, int rows, int columns) {
        return new OperatorCall("conv2d_padded")
                .with(x)
                .with(weight)
                .with(bias)
                .with((long) stride)
                .with((long) rows)
                .with((long) columns)
                .array(x.getManager());
    }

    /** Each pixel's channels over their Euclidean norm + 1e-10: (n, c, h, w) → same. */
    public static NDArray unitChannels(NDArray x) {
        return new OperatorCall("unit_channels").with(x).array(x.getManager());
    }

    /** x · weightᵀ. */
    public static NDArray linear(NDArray x, NDArray weight) {
        return new OperatorCall("linear_unbiased").with(x).with(weight).array(x.getManager());
    }

    /** Mean over height and width: (n, c, h, w) → (n, c, 1, 1). */
    public static NDArray meanOverSpace(NDArray x) {
        return new OperatorCall("mean_over_space").with(x).array(x.getManager());
    }
}
