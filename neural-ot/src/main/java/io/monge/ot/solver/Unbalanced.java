package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.tensor.Activations;
import io.monge.ot.tensor.TorchOps;
import java.util.random.RandomGenerator;

/**
 * The potential's loss of unbalanced transport (UOTM, arXiv 2305.14777; XNOT): mean Ψ*(s) instead
 * of mean s, for s = f(T(x)) - λ c(x, T(x)) and for s = -f(y), with the softplus conjugate Ψ*(s) =
 * w (2 ln(1 + exp(s/w)) - 2 ln 2). Since Ψ*(0) = 0 and Ψ*'(0) = 1, Ψ*(s) - s is never negative; it
 * is what is added.
 *
 * <p>Ψ*' stays below 2, so that samples which cannot be explained (outliers, domains of unequal
 * content) weigh less. The update of T is the same as without.
 *
 * @param weight w, how dear it is to leave the given distributions, above 0, in units of f; as it
 *     grows, the balanced problem returns
 */
public record Unbalanced(double weight) implements PotentialConstraint {
    public Unbalanced {
        if (!(weight > 0)) {
            throw new IllegalArgumentException("weight is " + weight + ", must be above 0");
        }
    }

    @Override
    public NDArray addTo(NDArray loss, PotentialBatch batch, RandomGenerator random) {
        NDArray ofSource = batch.ofSr().sub(batch.contentOf(batch.sr()));
        NDArray ofTarget = batch.ofHr().neg();
        return loss.add(excess(ofSource)).add(excess(ofTarget));
    }

    /** mean [Ψ*(s) - s]. */
    private NDArray excess(NDArray s) {
        NDArray softplus = Activations.softplus(TorchOps.scale(s, 1 / weight));
        NDArray floor = TorchOps.scale(softplus.onesLike(), Math.log(2));
        return TorchOps.scale(softplus.sub(floor), 2 * weight).sub(s).mean();
    }
}
