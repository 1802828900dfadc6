package io.monge.ot.network;

import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Parameters;

/** What batch normalisation and dropout do. */
enum Mode {
    /** Batch statistics, which move the running ones; dropout. */
    TRAINING,
    /** Running statistics; no dropout. */
    EVALUATION;

    /**
     * The reference's freeze and unfreeze switch gradients and mode together; so here a network
     * trains exactly when a graph of trained weights is recorded.
     */
    static Mode of(Parameters weights) {
        return weights.areTrained() && GradientScope.isRecording() ? TRAINING : EVALUATION;
    }
}
