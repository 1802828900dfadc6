package io.monge.ot.network;

/**
 * EDSR: residual blocks without normalisation, then pixel shuffles (OTSR, models/edsr_G.py).
 *
 * @param scale upscaling factor: 1, 2, 3, 4 or 8
 * @param blocks residual blocks R
 * @param features channels F
 * @param residualScale α in y = x + α·conv(relu(conv(x)))
 * @param skip what is added to the network's output
 * @param init how the weights start
 */
public record Edsr(
        int scale, int blocks, int features, double residualScale, GlobalSkip skip, MapInit init)
        implements MapSpec {
    public Edsr {
        if (!(scale == 1 || scale == 2 || scale == 3 || scale == 4 || scale == 8)) {
            throw new IllegalArgumentException("scale is " + scale + ", must be 1, 2, 3, 4 or 8");
        }
        if (blocks < 1) {
            throw new IllegalArgumentException("blocks is " + blocks + ", must be at least 1");
        }
        if (features < 1) {
            throw new IllegalArgumentException("features is " + features + ", must be at least 1");
        }
        if (!(residualScale > 0 && residualScale <= 1)) {
            throw new IllegalArgumentException(
                    "residualScale is " + residualScale + ", must be above 0 and at most 1");
        }
    }

    /** The reference: residual scale 1, no global skip, PyTorch's initial weights. */
    public static Edsr reference(int scale, int blocks, int features) {
        return new Edsr(scale, blocks, features, 1, GlobalSkip.NONE, MapInit.UNIFORM);
    }

    @Override
    public long parameters() {
        long f = features;
        long head = 27 * f + f;
        long body = (2L * blocks + 1) * (9 * f * f + f);
        long last = 27 * f + 3;
        return head + body + tailParameters() + last;
    }

    private long tailParameters() {
        long f = features;
        return scale == 3 ? 81 * f * f + 9 * f : shuffles() * (36 * f * f + 4 * f);
    }

    /** Number of pixel shuffles; their factor is 3 at scale 3, else 2. */
    int shuffles() {
        return scale == 3 ? 1 : Integer.numberOfTrailingZeros(scale);
    }

    /** Factor of each pixel shuffle. */
    int shuffleFactor() {
        return scale == 3 ? 3 : 2;
    }

    @Override
    public int receptiveRadius() {
        // Each 3x3 convolution sees one pixel of its own resolution further.
        double radius = 1 + 2.0 * blocks + 1;
        double pixel = 1;
        for (int i = 0; i < shuffles(); i++) {
            radius += pixel;
            pixel /= shuffleFactor();
        }
        int bicubicTaps = skip == GlobalSkip.BICUBIC ? 2 : 0;
        return Math.max((int) Math.ceil(radius + pixel), bicubicTaps);
    }
}
