package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.ConvexPotential;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.Activations;
import io.monge.ot.tensor.Convolutions;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.Parameters;
import java.util.Map;

/**
 * Convolutional input-convex network for 128 × 128 images (W2GN, src/icnn.py, ConvICNN128): (n, 3,
 * 128, 128) → (n), ψ = convex(linear(x) + squared(x)²).
 *
 * @param channels of every convolution; 128 in the reference
 */
public record ConvIcnn128(int channels) implements ConvexSpec {
    private static final double INIT_SCALE = 0.01;
    private static final int CHAIN = 4;
    private static final int HALVINGS = 5;

    public ConvIcnn128 {
        if (channels < 1) {
            throw new IllegalArgumentException("channels is " + channels + ", must be at least 1");
        }
    }

    @Override
    public Map<String, Shape> shapes() {
        ShapeList shapes = new ShapeList();
        int c = channels;
        for (String chain : new String[] {"first_linear.", "first_squared."}) {
            for (int i = 0; i < CHAIN; i++) {
                shapes.add(chain + i + ".weight", c, i == 0 ? 3 : c, 3, 3);
            }
            if (chain.equals("first_linear.")) {
                shapes.add("first_linear.3.bias", c);
            }
        }
        for (int i = 0; i < HALVINGS; i++) {
            shapes.convolution("convex." + (2 * i + 1), c, c, 3);
        }
        shapes.linear("convex.13", 16L * c, c);
        shapes.linear("convex.15", c, 64);
        shapes.linear("convex.17", 64, 32);
        shapes.linear("convex.19", 32, 1);
        return shapes.byName();
    }

    /** N(0, 0.01²), then the projection. */
    @Override
    public Map<String, HostTensor> initialWeights(long seed) {
        Map<String, HostTensor> weights = new RandomWeights(seed).normal(shapes(), INIT_SCALE);
        weights.replaceAll((name, w) -> isConvexWeight(name) ? RandomWeights.clampedAtZero(w) : w);
        return weights;
    }

    @Override
    public boolean isConvexWeight(String name) {
        return name.startsWith("convex.") && name.endsWith(".weight");
    }

    @Override
    public ConvexPotential over(Parameters weights) {
        return new Icnn(this, weights, (x, mode) -> forward(x, weights));
    }

    private static NDArray forward(NDArray x, Parameters weights) {
        NDArray linear = x;
        NDArray root = x;
        for (int i = 0; i < CHAIN; i++) {
            NDArray weight = weights.get("first_linear." + i + ".weight");
            linear =
                    i + 1 < CHAIN
                            ? Convolutions.unbiased(linear, weight, 1, 1)
                            : Layers.conv2d(linear, weight, weights.get("first_linear.3.bias"), 1);
            root = Convolutions.unbiased(root, weights.get("first_squared." + i + ".weight"), 1, 1);
        }
        NDArray h = Activations.celu(linear.add(root.square()), 1);
        for (int i = 0; i < HALVINGS; i++) {
            String name = "convex." + (2 * i + 1);
            NDArray weight = weights.get(name + ".weight");
            NDArray bias = weights.get(name + ".bias");
            h = Activations.celu(Convolutions.strided(h, weight, bias, 2, 1), 1);
        }
        h = Activations.celu(h.flatten(1, -1), 1); // the reference has this second one
        for (int layer = 13; layer < 19; layer += 2) {
            h = Activations.celu(linear(h, weights, layer), 1);
        }
        return linear(h, weights, 19).squeeze(1);
    }

    private static NDArray linear(NDArray x, Parameters weights, int layer) {
        String name = "convex." + layer;
        return Layers.linear(x, weights.get(name + ".weight"), weights.get(name + ".bias"));
    }

    @Override
    public int size() {
        return 128;
    }
}
