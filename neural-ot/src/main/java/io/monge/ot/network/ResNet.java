package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.Potential;
import io.monge.ot.tensor.Parameters;
import java.util.Map;

/**
 * The potential of WGAN-QC, "ResNet_D" (OTSR, models/ResNet_D.py): (n, 3, S, S) → (n).
 *
 * @param size S, side of the square patches, px: a power of two, at least 8
 * @param filters channels of the first layer; they double at each halving
 * @param maxFilters most channels of a layer
 * @param residualRatio ρ in leakyRelu(shortcut + ρ·residual)
 * @param initSlope a of kaiming-normal (fan out): 0.2 in the paper's image runs, 0 in its benchmark
 */
public record ResNet(int size, int filters, int maxFilters, double residualRatio, double initSlope)
        implements PotentialSpec {
    public ResNet {
        requireWidths(size, filters, maxFilters);
        if ((long) filters * size / 4 < maxFilters) {
            throw new IllegalArgumentException(
                    "maxFilters is %d, must be at most filters * size / 4 = %d: the network never reaches it"
                            .formatted(maxFilters, (long) filters * size / 4));
        }
        if (!(residualRatio > 0)) {
            throw new IllegalArgumentException(
                    "residualRatio is " + residualRatio + ", must be above 0");
        }
        if (!(initSlope >= 0)) {
            throw new IllegalArgumentException(
                    "initSlope is " + initSlope + ", must be at least 0");
        }
    }

    /** What its generator needs, too. */
    static void requireWidths(int size, int filters, int maxFilters) {
        if (size < 8 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException(
                    "size is " + size + ", must be a power of two and at least 8");
        }
        if (filters < 1 || maxFilters < filters) {
            throw new IllegalArgumentException(
                    "filters is %d and maxFilters %d, must be 1 <= filters <= maxFilters"
                            .formatted(filters, maxFilters));
        }
    }

    /** The reference for one patch size: 64 filters, at most 512, ratio 0.1, slope 0.2. */
    public static ResNet reference(int size) {
        return new ResNet(size, 64, 512, 0.1, 0.2);
    }

    /** L, the number of halvings from S to 4. */
    int halvings() {
        return Integer.numberOfTrailingZeros(size / 4);
    }

    /** w(i), channels after i doublings. */
    int width(int i) {
        return (int) Math.min(maxFilters, (long) filters << i);
    }

    @Override
    public Map<String, Shape> shapes() {
        ShapeList shapes = new ShapeList();
        shapes.convolution("conv_img", 3, width(0), 3);
        blockShapes(shapes, 0, width(0), width(0));
        blockShapes(shapes, 1, width(0), width(1));
        for (int i = 1; i <= halvings(); i++) {
            blockShapes(shapes, 3 * i, width(i), width(i));
            blockShapes(shapes, 3 * i + 1, width(i), width(i + 1));
        }
        shapes.linear("fc", 16 * width(halvings() + 1), 1);
        return shapes.byName();
    }

    private static void blockShapes(ShapeList shapes, int index, int in, int out) {
        String block = "resnet." + index;
        int hidden = Math.min(in, out);
        shapes.convolution(block + ".conv_0", in, hidden, 3);
        shapes.convolution(block + ".conv_1", hidden, out, 3);
        if (in != out) {
            shapes.add(block + ".conv_s.weight", out, in, 1, 1);
        }
    }

    @Override
    public boolean allowsBf16() {
        return true;
    }

    /** Convolution weights kaiming-normal over fan out; biases and the last layer uniform. */
    @Override
    public Map<String, HostTensor> initialWeights(long seed) {
        RandomWeights random = new RandomWeights(seed);
        Map<String, HostTensor> weights = random.uniform(shapes());
        double gain = Math.sqrt(2 / (1 + initSlope * initSlope));
        shapes().forEach(
                        (name, shape) -> {
                            if (shape.dimension() == 4) {
                                weights.put(name, random.normalOverFanOut(shape, gain));
                            }
                        });
        return weights;
    }

    @Override
    public Potential over(Parameters weights) {
        return new ResNetPotential(this, weights);
    }
}
