package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;

/**
 * Pointwise functions that can be differentiated any number of times, so none works in place.
 * Results belong to the manager of the first operand. Stateless; any thread.
 */
public final class Activations {
    private Activations() {}

    /** max(0, x) + min(0, α (exp(x / α) - 1)). */
    public static NDArray celu(NDArray x, double alpha) {
        return new OperatorCall("celu").with(x).with(alpha).array(x.getManager());
    }

    /** log(1 + exp(x)). */
    public static NDArray softplus(NDArray x) {
        return new OperatorCall("softplus").with(x).array(x.getManager());
    }

    /** max(x, 0). */
    public static NDArray relu(NDArray x) {
        return new OperatorCall("relu").with(x).array(x.getManager());
    }

    /** 1 / (1 + exp(-x)). */
    public static NDArray sigmoid(NDArray x) {
        return new OperatorCall("sigmoid").with(x).array(x.getManager());
    }

    /** Hyperbolic tangent. */
    public static NDArray tanh(NDArray x) {
        return new OperatorCall("tanh").with(x).array(x.getManager());
    }

    /** max(x, 0) + slope · min(x, 0) with one learnt slope (1). */
    public static NDArray prelu(NDArray x, NDArray slope) {
        return new OperatorCall("prelu").with(x).with(slope).array(x.getManager());
    }

    /** Zeros elements with a probability, and enlarges the rest. Drawn from PyTorch's generator. */
    public static NDArray dropout(NDArray x, double probability) {
        return new OperatorCall("dropout").with(x).with(probability).array(x.getManager());
    }

    /** {@link #dropout} of whole channels. */
    public static NDArray featureDropout(NDArray x, double probability) {
        return new OperatorCall("feature_dropout").with(x).with(probability).array(x.getManager());
    }
}
