package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.tensor.TorchOps;
import java.util.random.RandomGenerator;

/**
 * weight · mean f² over both batches: a guard that keeps |f| bounded without shaping it.
 *
 * @param weight at least 0; 0.01 is enough
 */
public record MeanSquare(double weight) implements PotentialConstraint {
    public MeanSquare {
        if (!(weight >= 0)) {
            throw new IllegalArgumentException("weight is " + weight + ", must be at least 0");
        }
    }

    @Override
    public NDArray addTo(NDArray loss, PotentialBatch batch, RandomGenerator random) {
        NDArray meanSquare = batch.ofSr().concat(batch.ofHr()).square().mean();
        return TorchOps.addScaled(loss, meanSquare, weight);
    }
}
