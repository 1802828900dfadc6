package io.monge.ot.cost;

import ai.djl.ndarray.NDArray;
import io.monge.ot.ImageDistance;
import io.monge.ot.tensor.TorchOps;
import java.util.List;

/** Σ w_i b_i(u, v). */
public final class WeightedSum implements ImageDistance {
    private final List<Term> terms;

    /**
     * One term.
     *
     * @param weight w_i
     * @param distance b_i
     */
    public record Term(double weight, ImageDistance distance) {}

    /**
     * @param terms at least one
     */
    public WeightedSum(List<Term> terms) {
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("A weighted sum needs at least one term");
        }
        this.terms = List.copyOf(terms);
    }

    @Override
    public NDArray between(NDArray u, NDArray v) {
        Term first = terms.get(0);
        NDArray sum = TorchOps.scale(first.distance().between(u, v), first.weight());
        for (Term term : terms.subList(1, terms.size())) {
            sum = TorchOps.addScaled(sum, term.distance().between(u, v), term.weight());
        }
        return sum;
    }
}
