package io.monge.ot.cost;

import ai.djl.ndarray.NDManager;
import io.monge.ot.ImageDistance;

/**
 * c(x, y) = mean of (u - v)² over the dimensions of Y, with u = Up(x), v = y.
 *
 * @param up Up at the start
 * @param refreshEvery k_c in potential iterations; 0 = never
 */
public record Mse(Up up, long refreshEvery) implements CostSpec {
    public Mse {
        if (refreshEvery < 0) {
            throw new IllegalArgumentException(
                    "refreshEvery is " + refreshEvery + ", must be at least 0");
        }
    }

    @Override
    public ImageDistance distance(NDManager owner) {
        return new MeanSquaredError();
    }
}
