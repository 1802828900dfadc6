package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.ConvexPotential;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.Activations;
import io.monge.ot.tensor.Convexity;
import io.monge.ot.tensor.Convolutions;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.Map;

/**
 * Convolutional input-convex network for 64 × 64 images (W2B, src/icnn.py, ConvICNN64): (n, 12288)
 * in NCHW order, or (n, 3, 64, 64), → (n).
 *
 * @param channels c: layers have c, 2c, 4c and 8c channels; 128 in the reference
 * @param rank terms of each quadratic layer; 4 in the reference
 * @param strongConvexity κ; 0.01 in the reference
 * @param dropout probability per channel in training; 0.02 in the reference, see {@link DenseIcnn}
 */
public record ConvIcnn64(int channels, int rank, double strongConvexity, double dropout)
        implements ConvexSpec {
    private static final double INIT_SCALE = 0.01;
    private static final double ALPHA = 0.2;

    public ConvIcnn64 {
        if (channels < 1 || rank < 1) {
            throw new IllegalArgumentException(
                    "channels is %d and rank %d, both must be at least 1"
                            .formatted(channels, rank));
        }
        if (!(strongConvexity >= 0) || !(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException(
                    "strongConvexity is %s and dropout %s, must be at least 0 and in [0, 1)"
                            .formatted(strongConvexity, dropout));
        }
    }

    /** 128 channels, rank 4, κ 0.01, dropout 0.02. */
    public static ConvIcnn64 reference() {
        return new ConvIcnn64(128, 4, 0.01, 0.02);
    }

    @Override
    public Map<String, Shape> shapes() {
        ShapeList shapes = new ShapeList();
        int c = channels;
        shapes.convolution("convex_layers.0", c, 2L * c, 4);
        shapes.add("quadratic_layers.0.quadratic_decomposed.weight", (long) c * rank, 3, 4, 4);
        shapes.add("quadratic_layers.0.linear.weight", c, 3, 4, 4);
        shapes.add("quadratic_layers.1.quadratic_decomposed.weight", 2L * c * rank, 3, 7, 7);
        shapes.add("quadratic_layers.1.linear.weight", 2L * c, 3, 7, 7);
        shapes.convolution("pos_features.1", 2L * c, 4L * c, 4);
        shapes.convolution("pos_features.4", 4L * c, 8L * c, 4);
        shapes.convolution("pos_features.7", 8L * c, 1, 4);
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
        return name.endsWith(".weight")
                && (name.startsWith("convex_layers.") || name.startsWith("pos_features."));
    }

    @Override
    public ConvexPotential over(Parameters weights) {
        return new Icnn(this, weights, (x, mode) -> forward(x, weights, mode));
    }

    private NDArray forward(NDArray x, Parameters weights, Mode mode) {
        NDArray image = x.reshape(new Shape(-1, 3, 64, 64));
        NDArray a = quadratic(image, weights, 0, 1);
        NDArray b =
                convolution(a, weights, "convex_layers.0", 1).add(quadratic(image, weights, 1, 2));
        NDArray h = dropped(Activations.celu(b, 1), mode);
        h = Activations.celu(convolution(dropped(h, mode), weights, "pos_features.1", 1), ALPHA);
        h = Activations.celu(convolution(dropped(h, mode), weights, "pos_features.4", 1), ALPHA);
        h =
                Convolutions.strided(
                        dropped(h, mode),
                        weights.get("pos_features.7.weight"),
                        weights.get("pos_features.7.bias"),
                        1,
                        0);
        NDArray psi = h.reshape(new Shape(-1));
        return TorchOps.addScaled(psi, Convexity.squareNorm(x), 0.5 * strongConvexity);
    }

    /** Q_i: kernel 4, stride 2, padding 1, then kernel 7, stride 4, padding 2. */
    private NDArray quadratic(NDArray x, Parameters weights, int index, int padding) {
        String name = "quadratic_layers." + index;
        int stride = 2 * padding;
        NDArray decomposed = weights.get(name + ".quadratic_decomposed.weight");
        NDArray squares = Convexity.squaredConvolutions(x, decomposed, rank, stride, padding);
        NDArray linear =
                Convolutions.unbiased(x, weights.get(name + ".linear.weight"), stride, padding);
        return squares.add(linear);
    }

    private static NDArray convolution(NDArray x, Parameters weights, String name, int padding) {
        return Convolutions.strided(
                x, weights.get(name + ".weight"), weights.get(name + ".bias"), 2, padding);
    }

    private NDArray dropped(NDArray x, Mode mode) {
        return mode == Mode.TRAINING && dropout > 0 ? Activations.featureDropout(x, dropout) : x;
    }

    @Override
    public int size() {
        return 64;
    }
}
