package io.monge.ot.cost;

import ai.djl.ndarray.NDManager;
import io.monge.ot.ImageDistance;
import java.util.List;

/**
 * A weighted sum of costs under one Up.
 *
 * @param up Up at the start; the terms' own are not used
 * @param refreshEvery k_c in potential iterations; 0 = never; the terms' own are not used
 * @param terms at least one
 */
public record Weighted(Up up, long refreshEvery, List<Term> terms) implements CostSpec {
    /**
     * One term.
     *
     * @param weight times the cost, at least 0
     * @param cost the cost
     */
    public record Term(double weight, CostSpec cost) {
        public Term {
            if (!(weight >= 0)) {
                throw new IllegalArgumentException("weight is " + weight + ", must be at least 0");
            }
        }
    }

    public Weighted {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("terms is empty, must be at least one");
        }
        if (refreshEvery < 0) {
            throw new IllegalArgumentException(
                    "refreshEvery is " + refreshEvery + ", must be at least 0");
        }
    }

    @Override
    public ImageDistance distance(NDManager owner) {
        return new WeightedSum(
                terms.stream()
                        .map(
                                term ->
                                        new WeightedSum.Term(
                                                term.weight(), term.cost().distance(owner)))
                        .toList());
    }
}
