package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import io.monge.ot.Potential;
import io.monge.ot.tensor.Convexity;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.util.List;

/** The gradient of a potential in its input. */
final class Gradients {
    private Gradients() {}

    /** ∇f(x), same shape as x; part of the graph where one is recorded, else plain values. */
    static NDArray of(Potential f, NDArray x) {
        if (GradientScope.isRecording()) {
            NDArray at = Convexity.differentiable(x);
            return TorchOps.differentiableGrad(f.of(at).sum(), List.of(at)).get(0);
        }
        return GradientScope.withGradient(
                () -> {
                    NDArray at = TorchOps.variable(x);
                    return TorchOps.grad(f.of(at).sum(), List.of(at)).get(0);
                });
    }
}
