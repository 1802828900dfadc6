package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;

/**
 * Batch normalisation as PyTorch computes it: eps 1e-5; in training by the batch's mean and biased
 * variance, which move the running ones (momentum 0.1, unbiased variance), else by the running
 * ones. Stateless: the running statistics are buffers of {@link Parameters}.
 */
public final class BatchNorm {
    private BatchNorm() {}

    /**
     * Normalises by the batch and updates the running statistics.
     *
     * @param x (n, c) or (n, c, h, w)
     * @param name state-dict name of the layer
     */
    public static NDArray training(NDArray x, Parameters weights, String name) {
        NDArray normalised = normalise(x, weights, name, true);
        new OperatorCall("increment_").with(weights.get(name + ".num_batches_tracked")).inPlace();
        return normalised;
    }

    /** Normalises by the running statistics, which stay as they are. */
    public static NDArray evaluation(NDArray x, Parameters weights, String name) {
        return normalise(x, weights, name, false);
    }

    /** A layer that the weights have no scale and shift for normalises alone. */
    private static NDArray normalise(NDArray x, Parameters weights, String name, boolean training) {
        if (!weights.has(name + ".weight")) {
            return new OperatorCall("batch_norm_unscaled")
                    .with(x)
                    .with(weights.get(name + ".running_mean"))
                    .with(weights.get(name + ".running_var"))
                    .with(training)
                    .array(x.getManager());
        }
        return new OperatorCall("batch_norm")
                .with(x)
                .with(weights.get(name + ".weight"))
                .with(weights.get(name + ".bias"))
                .with(weights.get(name + ".running_mean"))
                .with(weights.get(name + ".running_var"))
                .with(training)
                .array(x.getManager());
    }
}
