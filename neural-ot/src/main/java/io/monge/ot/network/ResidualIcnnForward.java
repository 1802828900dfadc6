package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import io.monge.ot.tensor.Convexity;
import io.monge.ot.tensor.Convolutions;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The forward pass of {@link ResidualIcnn}, (n, d) → (n), and its gradient written out. */
final class ResidualIcnnForward implements BiFunction<NDArray, Mode, NDArray> {
    private final ResidualIcnn spec;
    private final Parameters weights;
    private final Convexity.DenseLayers layers;

    ResidualIcnnForward(ResidualIcnn spec, Parameters weights) {
        this.spec = spec;
        this.weights = weights;
        this.layers = layers(spec, weights);
    }

    private static Convexity.DenseLayers layers(ResidualIcnn spec, Parameters weights) {
        List<NDArray> forms = new ArrayList<>();
        List<NDArray> linear = new ArrayList<>();
        List<NDArray> biases = new ArrayList<>();
        List<NDArray> convex = new ArrayList<>();
        for (int l = 0; l < spec.hidden().size(); l++) {
            forms.add(weights.get(ResidualIcnn.squared(l)));
            linear.add(weights.get(ResidualIcnn.linear(l) + ".weight"));
            biases.add(weights.get(ResidualIcnn.linear(l) + ".bias"));
            if (l > 0) {
                convex.add(weights.get(ResidualIcnn.convex(l)));
            }
        }
        convex.add(weights.get(ResidualIcnn.LAST));
        return new Convexity.DenseLayers(forms, linear, biases, convex);
    }

    @Override
    public NDArray apply(NDArray x, Mode mode) {
        NDArray z = spec.activation().of(quadratic(x, 0));
        for (int l = 1; l < spec.hidden().size(); l++) {
            NDArray convex = Convolutions.linear(z, weights.get(ResidualIcnn.convex(l)));
            z = spec.activation().of(convex.add(quadratic(x, l)));
        }
        NDArray psi = Convolutions.linear(z, weights.get(ResidualIcnn.LAST)).squeeze(1);
        return psi.add(form(x));
    }

    /** ∇ψ(x), (n, d): that of the network, MᵀM x, κ x and b. */
    NDArray gradient(NDArray x) {
        NDArray form = weights.get(ResidualIcnn.FORM);
        NDArray ofForm = Convolutions.linear(x, form).matMul(form);
        NDArray ofQuadratic = TorchOps.addScaled(ofForm, x, spec.strongConvexity());
        return Convexity.residualGradient(x, layers, spec.activation().slope())
                .add(ofQuadratic)
                .add(weights.get(ResidualIcnn.SHIFT));
    }

    /** q_l(x), (n, h_l). */
    private NDArray quadratic(NDArray x, int l) {
        String name = ResidualIcnn.linear(l);
        NDArray squares = Convexity.squaredForms(x, weights.get(ResidualIcnn.squared(l)));
        return Layers.linear(x, weights.get(name + ".weight"), weights.get(name + ".bias"))
                .add(squares);
    }

    /** ½ ‖M x‖² + κ/2 ‖x‖² + ⟨b, x⟩, (n). */
    private NDArray form(NDArray x) {
        NDArray turned = Convolutions.linear(x, weights.get(ResidualIcnn.FORM));
        NDArray half = TorchOps.scale(Convexity.squareNorm(turned), 0.5);
        NDArray strong =
                TorchOps.addScaled(half, Convexity.squareNorm(x), 0.5 * spec.strongConvexity());
        return strong.add(x.matMul(weights.get(ResidualIcnn.SHIFT)));
    }
}
