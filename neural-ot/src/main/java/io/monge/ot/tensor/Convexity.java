package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * What convex networks are made of. Results belong to the manager of the first operand. Stateless;
 * any thread.
 */
public final class Convexity {
    private Convexity() {}

    /** Σ_r (Σ_i x_i A[i, r, o])²: (n, in), (in, rank, out) → (n, out). */
    public static NDArray squaredForms(NDArray x, NDArray forms) {
        return new OperatorCall("squared_forms").with(x).with(forms).array(x.getManager());
    }

    /** The same for a convolution whose output channel is o · rank + r, without bias. */
    public static NDArray squaredConvolutions(
            NDArray x, NDArray weight, int rank, int stride, int padding) {
        return new OperatorCall("squared_convolutions")
                .with(x)
                .with(weight)
                .with((long) rank)
                .with((long) stride)
                .with((long) padding)
                .array(x.getManager());
    }

    /** ‖x‖²: (n, ...) → (n). */
    public static NDArray squareNorm(NDArray x) {
        return new OperatorCall("square_norm_per_sample").with(x).array(x.getManager());
    }

    /** x itself if it carries gradients, else the same values as a new variable. */
    public static NDArray differentiable(NDArray x) {
        return new OperatorCall("differentiable").with(x).array(x.getManager());
    }

    /** max(·, 0) of weights in place; call it without gradients. */
    public static void clampAtZero(List<NDArray> weights) {
        new OperatorCall("clamp_at_zero_").with(weights).inPlace();
    }

    /** Σ |w| over all weights, a scalar of the scope. */
    public static NDArray sumOfMagnitudes(NDManager scope, List<NDArray> weights) {
        return new OperatorCall("sum_of_magnitudes").with(weights).array(scope);
    }
}
