package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;

/**
 * Halving and doubling of images as PyTorch computes it. Results belong to the manager of the first
 * operand. Stateless; any thread.
 */
public final class Resampling {
    private Resampling() {}

    /** Greatest value of each 2 × 2 cell; an odd last row or column is left out. */
    public static NDArray maxPool(NDArray x) {
        return new OperatorCall("max_pool2d").with(x).array(x.getManager());
    }

    /** Mean of each 2 × 2 cell: bilinear at factor ½. */
    public static NDArray halved(NDArray x) {
        return new OperatorCall("avg_pool2d")
                .with(x)
                .with(2L)
                .with(2L)
                .with(0L)
                .array(x.getManager());
    }

    /** Each pixel twice in both directions. */
    public static NDArray nearest(NDArray x) {
        return new OperatorCall("nearest").with(x).array(x.getManager());
    }

    /** Bilinear doubling with the corner pixels kept: source = i (h - 1) / (2h - 1). */
    public static NDArray bilinearAligned(NDArray x) {
        return new OperatorCall("bilinear").with(x).with(true).array(x.getManager());
    }

    /** Bilinear doubling with half-pixel centres. */
    public static NDArray bilinear(NDArray x) {
        return new OperatorCall("bilinear").with(x).with(false).array(x.getManager());
    }

    /** Zeros around an image. */
    public static NDArray pad(NDArray x, int left, int right, int top, int bottom) {
        return new OperatorCall("pad")
                .with(x)
                .with((long) left)
                .with((long) right)
                .with((long) top)
                .with((long) bottom)
                .array(x.getManager());
    }
}
