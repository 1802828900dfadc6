package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import io.monge.ot.tensor.Activations;

/** σ of a convex network: convex and not decreasing. */
public enum ConvexActivation {
    /** CELU with α = 1. */
    CELU {
        @Override
        NDArray of(NDArray x) {
            return Activations.celu(x, 1);
        }
    },
    /** log(1 + exp(x)). */
    SOFTPLUS {
        @Override
        NDArray of(NDArray x) {
            return Activations.softplus(x);
        }
    },
    /** max(x, 0). */
    RELU {
        @Override
        NDArray of(NDArray x) {
            return Activations.relu(x);
        }
    };

    abstract NDArray of(NDArray x);
}
