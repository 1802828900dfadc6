package io.monge.ot.cost;

import ai.djl.ndarray.NDManager;
import io.monge.ot.ImageDistance;

/**
 * SOT's cost: (mean |F(u - v)|^p)^(1/p), with u = Up(x), v = y.
 *
 * @param up Up at the start
 * @param refreshEvery k_c in potential iterations; 0 = never
 * @param exponent p in (0, 2]: 0.5 in the reference
 * @param mean what the mean runs over: {@code sample}, or {@code batch} as in the reference's
 *     script
 */
public record Sparse(Up up, long refreshEvery, double exponent, FrequencySparsity.Mean mean)
        implements CostSpec {
    public Sparse {
        if (refreshEvery < 0) {
            throw new IllegalArgumentException(
                    "refreshEvery is " + refreshEvery + ", must be at least 0");
        }
        if (!(exponent > 0 && exponent <= 2)) {
            throw new IllegalArgumentException(
                    "exponent is " + exponent + ", must be above 0 and at most 2");
        }
    }

    @Override
    public ImageDistance distance(NDManager owner) {
        return new FrequencySparsity(exponent, mean);
    }
}
