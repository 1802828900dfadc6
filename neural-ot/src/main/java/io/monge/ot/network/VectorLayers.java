package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.Parameters;
import java.util.List;
import java.util.Map;

/** A chain of linear layers with ReLU between, named as a PyTorch Sequential: "0", "2", "4", ... */
final class VectorLayers {
    private VectorLayers() {}

    static void require(int dim, List<Integer> hidden) {
        if (dim < 1 || hidden.isEmpty() || hidden.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException(
                    "dim is %d and hidden %s, must be at least 1 and at least one width of at least 1"
                            .formatted(dim, hidden));
        }
    }

    static Map<String, Shape> shapes(int in, List<Integer> hidden, int out) {
        ShapeList shapes = new ShapeList();
        int from = in;
        for (int i = 0; i < hidden.size(); i++) {
            shapes.linear(Integer.toString(2 * i), from, hidden.get(i));
            from = hidden.get(i);
        }
        shapes.linear(Integer.toString(2 * hidden.size()), from, out);
        return shapes.byName();
    }

    /** (n, in) → (n, out). */
    static NDArray forward(NDArray x, Parameters weights, int hiddenLayers) {
        NDArray h = x;
        for (int i = 0; i < hiddenLayers; i++) {
            h = Layers.reluInPlace(layer(h, weights, 2 * i));
        }
        return layer(h, weights, 2 * hiddenLayers);
    }

    private static NDArray layer(NDArray x, Parameters weights, int index) {
        return Layers.linear(x, weights.get(index + ".weight"), weights.get(index + ".bias"));
    }
}
