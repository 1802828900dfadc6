package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.tensor.Activations;
import io.monge.ot.tensor.TorchOps;
import java.util.random.RandomGenerator;

/**
 * Expectile regularisation (ENOT, arXiv 2403.03777): weight · mean L_τ(u) with L_τ(u) = |τ - 1{u <
 * 0}| u² and u = [λ c(x, T(x)) - f(T(x))] - [λ c(x, y) - f(y)] for x and y drawn independently.
 *
 * <p>Where T is the minimiser, its bracket is the c-transform of f and u is at most 0; τ near 1
 * holds f to that. First order only, and in the update of f alone.
 *
 * @param weight at least 0
 * @param tau τ in [½, 1]
 */
public record Expectile(double weight, double tau) implements PotentialConstraint {
    public Expectile {
        if (!(weight >= 0)) {
            throw new IllegalArgumentException("weight is " + weight + ", must be at least 0");
        }
        if (!(tau >= 0.5 && tau <= 1)) {
            throw new IllegalArgumentException("tau is " + tau + ", must be in [0.5, 1]");
        }
    }

    @Override
    public NDArray addTo(NDArray loss, PotentialBatch batch, RandomGenerator random) {
        NDArray ofMap = batch.contentOf(batch.sr()).sub(batch.ofSr());
        NDArray ofPair = batch.contentOf(batch.hr()).sub(batch.ofHr());
        return TorchOps.addScaled(loss, asymmetricSquare(ofMap.sub(ofPair)).mean(), weight);
    }

    /** τ max(u, 0)² + (1 - τ) max(-u, 0)². */
    private NDArray asymmetricSquare(NDArray u) {
        NDArray above = Activations.relu(u).square();
        NDArray below = Activations.relu(u.neg()).square();
        return TorchOps.addScaled(TorchOps.scale(above, tau), below, 1 - tau);
    }
}
