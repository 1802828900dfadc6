package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import io.monge.ot.ConvexPotential;
import io.monge.ot.tensor.Convexity;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Parameters;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** ψ from its forward pass: the gradient and the projection are the same for all architectures. */
final class Icnn implements ConvexPotential {
    private final BiFunction<NDArray, Mode, NDArray> forward;
    private final BiFunction<NDArray, Mode, NDArray> gradient;
    private final Supplier<Mode> mode;
    private final List<NDArray> convexWeights;

    /**
     * @param forward ψ(x), (n), in a mode, with functions that can be differentiated twice
     */
    Icnn(ConvexSpec spec, Parameters weights, BiFunction<NDArray, Mode, NDArray> forward) {
        this(spec, weights, forward, (x, mode) -> Gradients.of(at -> forward.apply(at, mode), x));
    }

    /**
     * @param gradient ∇ψ(x) in a mode, same shape as x, where an architecture has it in closed form
     */
    Icnn(
            ConvexSpec spec,
            Parameters weights,
            BiFunction<NDArray, Mode, NDArray> forward,
            BiFunction<NDArray, Mode, NDArray> gradient) {
        this.forward = forward;
        this.gradient = gradient;
        this.mode = () -> Mode.of(weights);
        this.convexWeights =
                weights.names().stream().filter(spec::isConvexWeight).map(weights::get).toList();
    }

    @Override
    public NDArray of(NDArray x) {
        return forward.apply(x, mode.get());
    }

    @Override
    public NDArray push(NDArray x) {
        return gradient.apply(x, mode.get()); // the mode before the gradient switches recording on
    }

    @Override
    public void project() {
        GradientScope.withoutGradient(
                () -> {
                    Convexity.clampAtZero(convexWeights);
                    return convexWeights;
                });
    }
}
