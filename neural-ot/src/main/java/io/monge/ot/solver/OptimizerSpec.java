package io.monge.ot.solver;

import io.monge.ot.tensor.Adam;

/**
 * Adam with coupled weight decay; epsilon is 1e-8.
 *
 * @param learningRate the rate over iterations
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param weightDecay added to the gradient as weightDecay · weight
 */
public record OptimizerSpec(
        LearningRate learningRate, double beta1, double beta2, double weightDecay) {
    public OptimizerSpec {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException(
                    "beta1 is %s and beta2 %s, both must be in [0, 1)".formatted(beta1, beta2));
        }
        if (!(weightDecay >= 0)) {
            throw new IllegalArgumentException(
                    "weightDecay is " + weightDecay + ", must be at least 0");
        }
    }

    /** The same with another rate. */
    public OptimizerSpec with(LearningRate rate) {
        return new OptimizerSpec(rate, beta1, beta2, weightDecay);
    }

    Adam.Hyperparameters hyperparameters() {
        return new Adam.Hyperparameters(beta1, beta2, weightDecay);
    }
}
