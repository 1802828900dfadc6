package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Parameters;
import java.util.Map;

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
    public Map<String, Shape> shapes() {
        ShapeList shapes = new ShapeList();
        shapes.convolution("head.0", 3, features, 3);
        for (int i = 0; i < blocks; i++) {
            shapes.convolution("body." + i + ".body.0", features, features, 3);
            shapes.convolution("body." + i + ".body.2", features, features, 3);
        }
        shapes.convolution("body." + blocks, features, features, 3);
        int shuffled = features * shuffleFactor() * shuffleFactor();
        for (int i = 0; i < shuffles(); i++) {
            shapes.convolution(shuffleConvolution(i), features, shuffled, 3);
        }
        shapes.convolution("tail.1", features, 3, 3);
        return shapes.byName();
    }

    @Override
    public boolean allowsBf16() {
        return true;
    }

    @Override
    public Map<String, HostTensor> initialWeights(long seed) {
        RandomWeights random = new RandomWeights(seed);
        Map<String, HostTensor> weights = random.uniform(shapes());
        return switch (init) {
            case UNIFORM -> weights;
            case IDENTITY -> startingAtZero(weights);
        };
    }

    private Map<String, HostTensor> startingAtZero(Map<String, HostTensor> weights) {
        int group = shuffleFactor() * shuffleFactor();
        for (int i = 0; i < shuffles(); i++) {
            String convolution = shuffleConvolution(i);
            weights.computeIfPresent(
                    convolution + ".weight", (name, w) -> RandomWeights.equalGroups(w, group));
            weights.computeIfPresent(
                    convolution + ".bias", (name, b) -> RandomWeights.equalGroups(b, group));
        }
        weights.computeIfPresent("tail.1.weight", (name, w) -> RandomWeights.zeros(w));
        weights.computeIfPresent("tail.1.bias", (name, b) -> RandomWeights.zeros(b));
        return weights;
    }

    @Override
    public TransportMap over(Parameters weights) {
        return new EdsrMap(this, weights);
    }

    /** State-dict name of the convolution before the i-th pixel shuffle. */
    static String shuffleConvolution(int i) {
        return "tail.0." + 2 * i;
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

    @Override
    public boolean seesTheWholeImage() {
        return false;
    }

    /**
     * The widest moment: the last shuffle holds its input and its result, both of F channels at
     * full resolution, or a block its input, its hidden layer and the head. A quarter more for what
     * the convolutions reorder.
     */
    @Override
    public long bytesPerPixel() {
        long channels = Float.BYTES * (long) features;
        long body = 4 * channels;
        long tail = shuffles() == 0 ? 0 : 2 * channels * scale * scale;
        return Math.max(body, tail) * 5 / 4;
    }
}
