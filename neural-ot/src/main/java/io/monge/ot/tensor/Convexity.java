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

    /** σ' of a dense convex network; the order is the operator's. */
    public enum Slope {
        CELU,
        SOFTPLUS,
        RELU
    }

    /**
     * Weights of a dense convex network, layer by layer.
     *
     * @param forms A_l, (d, rank, h_l)
     * @param linear B_l, (h_l, d)
     * @param biases b_l, (h_l)
     * @param convex W_l, (h_l+1, h_l), and the final row (1, h_L) as the last one
     */
    public record DenseLayers(
            List<NDArray> forms,
            List<NDArray> linear,
            List<NDArray> biases,
            List<NDArray> convex) {}

    /**
     * ∇ψ(x) of a dense convex network without dropout, written out: half the time of
     * differentiating ψ, and differentiable in x and the weights.
     *
     * @param x (n, d)
     * @param strongConvexity κ
     * @return (n, d)
     */
    public static NDArray denseGradient(
            NDArray x, DenseLayers layers, double strongConvexity, Slope slope) {
        return new OperatorCall("dense_icnn_gradient")
                .with(x)
                .with(layers.forms())
                .with(layers.linear())
                .with(layers.biases())
                .with(layers.convex())
                .with(strongConvexity)
                .with((long) slope.ordinal())
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

    /**
     * As {@link #denseGradient} of rank 1 and κ = 0, for a network whose first layer has an
     * activation too.
     *
     * @param x (n, d)
     * @return (n, d)
     */
    public static NDArray residualGradient(NDArray x, DenseLayers layers, Slope slope) {
        return new OperatorCall("residual_icnn_gradient")
                .with(x)
                .with(layers.forms())
                .with(layers.linear())
                .with(layers.biases())
                .with(layers.convex())
                .with((long) slope.ordinal())
                .array(x.getManager());
    }

    /**
     * Barzilai and Borwein's step lengths, one per row, for the next step along the residual.
     *
     * @param move (n, d), last change of x
     * @param change (n, d), by how much the residual fell
     * @param last (n, 1), step lengths of that move: kept where it saw no positive curvature
     * @param kind which of the two quotients
     */
    public static NDArray secantStep(NDArray move, NDArray change, NDArray last, Secant kind) {
        return new OperatorCall("secant_step")
                .with(move)
                .with(change)
                .with(last)
                .with(kind == Secant.LONG)
                .array(move.getManager());
    }

    /** The two quotients of Barzilai and Borwein. */
    public enum Secant {
        /** ⟨s, s⟩ / ⟨s, d⟩. */
        LONG,
        /** ⟨s, d⟩ / ⟨d, d⟩. */
        SHORT
    }

    /**
     * Row by row the better of two points.
     *
     * @param x (n, d)
     * @param residual (n, d), of x
     * @param y (n, d)
     * @param other (n, d), of y
     * @return the points whose residual is shorter, and these residuals
     */
    public static List<NDArray> nearerRows(NDArray x, NDArray residual, NDArray y, NDArray other) {
        return new OperatorCall("nearer_rows")
                .with(x)
                .with(residual)
                .with(y)
                .with(other)
                .arrays(x.getManager());
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
