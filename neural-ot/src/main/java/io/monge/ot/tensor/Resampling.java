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

    /** Bicubic, a = -0.75, by any factor without antialiasing: floor(n · factor) pixels. */
    public static NDArray bicubicBy(NDArray x, double factor) {
        return new OperatorCall("bicubic_by").with(x).with(factor).array(x.getManager());
    }

    /** Bicubic enlargement with the corner pixels kept, as SOT prepares its input. */
    public static NDArray bicubicAligned(NDArray x, int factor) {
        return new OperatorCall("bicubic_to")
                .with(x)
                .with(factor * x.getShape().get(2))
                .with(factor * x.getShape().get(3))
                .with(true)
                .array(x.getManager());
    }

    /** Bilinear to a size with half-pixel centres, without antialiasing. */
    public static NDArray bilinearTo(NDArray x, int height, int width) {
        return new OperatorCall("bilinear_to")
                .with(x)
                .with((long) height)
                .with((long) width)
                .with(false)
                .array(x.getManager());
    }

    /** Greatest value of each k × k window. */
    public static NDArray maxPool(NDArray x, int kernel, int stride, int padding) {
        return new OperatorCall("max_pool")
                .with(x)
                .with((long) kernel)
                .with((long) stride)
                .with((long) padding)
                .array(x.getManager());
    }

    /** Mean over those cells of each k × k window that lie in the image. */
    public static NDArray averageInside(NDArray x, int kernel, int stride, int padding) {
        return new OperatorCall("avg_pool_inside")
                .with(x)
                .with((long) kernel)
                .with((long) stride)
                .with((long) padding)
                .array(x.getManager());
    }
}
