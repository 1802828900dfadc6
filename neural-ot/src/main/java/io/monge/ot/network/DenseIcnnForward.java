package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import io.monge.ot.tensor.Activations;
import io.monge.ot.tensor.Convexity;
import io.monge.ot.tensor.Convolutions;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.function.BiFunction;

/** The forward pass of {@link DenseIcnn}: (n, d) → (n). */
final class DenseIcnnForward implements BiFunction<NDArray, Mode, NDArray> {
    private final DenseIcnn spec;
    private final Parameters weights;

    DenseIcnnForward(DenseIcnn spec, Parameters weights) {
        this.spec = spec;
        this.weights = weights;
    }

    @Override
    public NDArray apply(NDArray x, Mode mode) {
        NDArray z = quadratic(x, 0, mode);
        for (int l = 1; l < spec.hidden().size(); l++) {
            NDArray convex = Convolutions.linear(z, weights.get(spec.convex(l - 1) + ".weight"));
            NDArray sum = dropped(convex, mode).add(quadratic(x, l, mode));
            z = spec.activation().of(sum);
        }
        NDArray psi = Convolutions.linear(z, weights.get("final_layer.weight")).squeeze(1);
        return TorchOps.addScaled(psi, Convexity.squareNorm(x), 0.5 * spec.strongConvexity());
    }

    /** q_l(x), (n, h_l). */
    private NDArray quadratic(NDArray x, int l, Mode mode) {
        String name = spec.quadratic(l);
        NDArray squares = Convexity.squaredForms(x, weights.get(name + ".quadratic_decomposed"));
        NDArray linear =
                Layers.linear(x, weights.get(name + ".weight"), weights.get(name + ".bias"));
        return dropped(squares.add(linear), mode);
    }

    private NDArray dropped(NDArray x, Mode mode) {
        return mode == Mode.TRAINING && spec.dropout() > 0
                ? Activations.dropout(x, spec.dropout())
                : x;
    }
}
