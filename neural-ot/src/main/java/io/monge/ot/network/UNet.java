package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Parameters;
import java.util.Map;

/**
 * UNet with batch normalisation (OTSR, models/unet.py), (n, in, H, W) → (n, out, H, W), H and W at
 * least 16 px.
 *
 * @param inputChannels channels of x
 * @param outputChannels channels of T(x)
 * @param baseFactor b, channels of the first level
 * @param expansion how the decoder doubles its images
 */
public record UNet(int inputChannels, int outputChannels, int baseFactor, Expansion expansion)
        implements MapSpec {
    /** How the decoder doubles its images. */
    public enum Expansion {
        /** Bilinear with the corner pixels kept. */
        BILINEAR,
        /** A learnt transposed convolution. */
        TRANSPOSED
    }

    static final int LEVELS = 4;

    public UNet {
        if (inputChannels < 1 || outputChannels < 1 || baseFactor < 1) {
            throw new IllegalArgumentException(
                    "inputChannels is %d, outputChannels %d and baseFactor %d, all must be at least 1"
                            .formatted(inputChannels, outputChannels, baseFactor));
        }
    }

    /** RGB to RGB, bilinear: base factor 64 in the paper, 32 in the reference's notebooks. */
    public static UNet reference(int baseFactor) {
        return new UNet(3, 3, baseFactor, Expansion.BILINEAR);
    }

    @Override
    public Map<String, Shape> shapes() {
        ShapeList shapes = new ShapeList();
        int b = baseFactor;
        doubleConvolution(shapes, "inc", inputChannels, b, b);
        int deepest = expansion == Expansion.BILINEAR ? 8 * b : 16 * b;
        int[] down = {b, 2 * b, 4 * b, 8 * b, deepest};
        for (int k = 1; k <= LEVELS; k++) {
            doubleConvolution(shapes, downName(k), down[k - 1], down[k], down[k]);
        }
        for (int k = 1; k <= LEVELS; k++) {
            int in = 2 * down[LEVELS - k];
            switch (expansion) {
                case BILINEAR -> {
                    int out = k == LEVELS ? b : down[LEVELS - k] / 2;
                    doubleConvolution(shapes, upName(k), in, in / 2, out);
                }
                case TRANSPOSED -> {
                    shapes.add("up" + k + ".up.weight", in, in / 2, 2, 2);
                    shapes.add("up" + k + ".up.bias", in / 2);
                    doubleConvolution(shapes, upName(k), in, in / 2, in / 2);
                }
            }
        }
        shapes.convolution("outc.conv", b, outputChannels, 1);
        return shapes.byName();
    }

    private static void doubleConvolution(
            ShapeList shapes, String name, int in, int middle, int out) {
        shapes.convolution(name + ".double_conv.0", in, middle, 3);
        shapes.batchNorm(name + ".double_conv.1", middle);
        shapes.convolution(name + ".double_conv.3", middle, out, 3);
        shapes.batchNorm(name + ".double_conv.4", out);
    }

    static String downName(int k) {
        return "down" + k + ".maxpool_conv.1";
    }

    static String upName(int k) {
        return "up" + k + ".conv";
    }

    @Override
    public boolean allowsBf16() {
        return true;
    }

    /** PyTorch's default for convolutions; batch normalisations start as the identity. */
    @Override
    public Map<String, HostTensor> initialWeights(long seed) {
        RandomWeights random = new RandomWeights(seed);
        Map<String, HostTensor> weights = random.uniform(shapes());
        RandomWeights.startBatchNorms(weights);
        return weights;
    }

    @Override
    public TransportMap over(Parameters weights) {
        return new UNetMap(weights, () -> Mode.of(weights));
    }

    /** 1: X and Y have one size. */
    @Override
    public int scale() {
        return 1;
    }

    /**
     * 92 px of convolutions (4 per pixel of levels 0 to 3, 2 at level 4) and 48 px of pooling cells
     * and interpolation. Bilinear doubling with kept corners depends on the tile's size, and cells
     * on its origin: tiles are an approximation here, whatever their margin.
     */
    @Override
    public int receptiveRadius() {
        return 140;
    }
}
