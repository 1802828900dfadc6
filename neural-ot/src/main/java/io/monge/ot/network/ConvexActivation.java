package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import io.monge.ot.tensor.Activations;
import io.monge.ot.tensor.Convexity;

/** σ of a convex network: convex and not decreasing. */
public enum ConvexActivation {
    /** CELU with α = 1. */
    CELU(Convexity.Slope.CELU) {
        @Override
        NDArray of(NDArray x) {
            return Activations.celu(x, 1);
        }
    },
    /** log(1 + exp(x)). */
    SOFTPLUS(Convexity.Slope.SOFTPLUS) {
        @Override
        NDArray of(NDArray x) {
            return Activations.softplus(x);
        }
    },
    /** max(x, 0). */
    RELU(Convexity.Slope.RELU) {
        @Override
        NDArray of(NDArray x) {
            return Activations.relu(x);
        }
    };

    private final Convexity.Slope slope;

    ConvexActivation(Convexity.Slope slope) {
        this.slope = slope;
    }

    abstract NDArray of(NDArray x);

    /** σ' in the closed form of ∇ψ. */
    Convexity.Slope slope() {
        return slope;
    }
}
