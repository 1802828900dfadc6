package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import io.monge.ot.tensor.Convexity;
import io.monge.ot.tensor.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** ∇ψ of {@link DenseIcnn}: (n, d) → (n, d), in closed form unless dropout is at work. */
final class DenseIcnnGradient implements BiFunction<NDArray, Mode, NDArray> {
    private final DenseIcnn spec;
    private final DenseIcnnForward forward;
    private final Convexity.DenseLayers layers;

    DenseIcnnGradient(DenseIcnn spec, Parameters weights, DenseIcnnForward forward) {
        this.spec = spec;
        this.forward = forward;
        this.layers = layers(spec, weights);
    }

    private static Convexity.DenseLayers layers(DenseIcnn spec, Parameters weights) {
        List<NDArray> forms = new ArrayList<>();
        List<NDArray> linear = new ArrayList<>();
        List<NDArray> biases = new ArrayList<>();
        List<NDArray> convex = new ArrayList<>();
        for (int l = 0; l < spec.hidden().size(); l++) {
            forms.add(weights.get(spec.quadratic(l) + ".quadratic_decomposed"));
            linear.add(weights.get(spec.quadratic(l) + ".weight"));
            biases.add(weights.get(spec.quadratic(l) + ".bias"));
            if (l > 0) {
                convex.add(weights.get(spec.convex(l - 1) + ".weight"));
            }
        }
        convex.add(weights.get("final_layer.weight"));
        return new Convexity.DenseLayers(forms, linear, biases, convex);
    }

    @Override
    public NDArray apply(NDArray x, Mode mode) {
        if (mode == Mode.TRAINING && spec.dropout() > 0) {
            return Gradients.of(at -> forward.apply(at, mode), x); // needs the very masks of ψ(x)
        }
        return Convexity.denseGradient(
                x, layers, spec.strongConvexity(), spec.activation().slope());
    }
}
