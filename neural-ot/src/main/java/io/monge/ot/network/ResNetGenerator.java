package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Parameters;
import java.util.Map;

/**
 * The image generator of the Wasserstein-2 benchmark, "ResNet_G" (W2B, src/resnet2.py): latent
 * vectors (n, z) → (n, 3, S, S) in (-1, 1).
 *
 * @param latent z, dimension of the latent vectors
 * @param size S, side of the images, px: a power of two, at least 8
 * @param filters channels of the last layer; they double at each halving
 * @param maxFilters most channels of a layer; it may be more than any layer has
 */
public record ResNetGenerator(int latent, int size, int filters, int maxFilters)
        implements NetworkSpec {
    public ResNetGenerator {
        if (latent < 1) {
            throw new IllegalArgumentException("latent is " + latent + ", must be at least 1");
        }
        ResNet.requireWidths(size, filters, maxFilters);
    }

    /** 128 → 64 × 64 with 64 to 512 filters. */
    public static ResNetGenerator reference() {
        return new ResNetGenerator(128, 64, 64, 512);
    }

    int doublings() {
        return Integer.numberOfTrailingZeros(size / 4);
    }

    int width(int i) {
        return (int) Math.min(maxFilters, (long) filters << i);
    }

    @Override
    public Map<String, Shape> shapes() {
        ShapeList shapes = new ShapeList();
        int deepest = width(doublings() + 1);
        shapes.linear("fc", latent, 16L * deepest);
        shapes.batchNorm("bn1d", 16L * deepest);
        int index = 0;
        for (int i = doublings(); i >= 1; i--) {
            blockShapes(shapes, index, width(i + 1), width(i));
            blockShapes(shapes, index + 1, width(i), width(i));
            index += 3;
        }
        blockShapes(shapes, index, width(1), width(0));
        blockShapes(shapes, index + 1, width(0), width(0));
        shapes.convolution("conv_img", width(0), 3, 3);
        return shapes.byName();
    }

    private static void blockShapes(ShapeList shapes, int index, int in, int out) {
        String block = "resnet." + index;
        int hidden = Math.min(in, out);
        shapes.add(block + ".conv_0.weight", hidden, in, 3, 3);
        shapes.batchNorm(block + ".bn2d_0", hidden);
        shapes.add(block + ".conv_1.weight", out, hidden, 3, 3);
        shapes.batchNorm(block + ".bn2d_1", out);
        if (in != out) {
            shapes.add(block + ".conv_s.weight", out, in, 1, 1);
            shapes.batchNorm(block + ".bn2d_s", out);
        }
    }

    /** Convolution weights kaiming-normal over fan in; batch normalisations the identity. */
    @Override
    public Map<String, HostTensor> initialWeights(long seed) {
        RandomWeights random = new RandomWeights(seed);
        Map<String, HostTensor> weights = random.uniform(shapes());
        shapes().forEach(
                        (name, shape) -> {
                            if (shape.dimension() == 4) {
                                double sigma = Math.sqrt(2.0 / shape.slice(1).size());
                                weights.put(name, random.normal(shape, sigma));
                            }
                        });
        RandomWeights.startBatchNorms(weights);
        return weights;
    }

    /** The generator with these weights, which stay the caller's. */
    public TransportMap over(Parameters weights) {
        return new ResNetGeneratorMap(this, weights, () -> Mode.of(weights));
    }
}
