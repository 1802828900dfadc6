package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.tensor.Activations;
import io.monge.ot.tensor.TorchOps;
import java.util.List;

/**
 * Large-scale optimal transport (Seguy et al. 2018), the benchmark's LS: mean ψ(x) + mean φ(y) and
 * a penalty where ψ(x) + φ(y) ≥ ⟨x, y⟩ fails, for pairs of a batch by their index.
 *
 * <p>The plan it solves for is regularised, so its map is biased: the more, the greater ε is.
 *
 * @param regularization of the plan
 * @param epsilon ε, above 0: 0.03 in the benchmark
 */
public record LargeScale(Regularization regularization, double epsilon) implements DualObjective {
    /** Which penalty belongs to which regularisation of the plan. */
    public enum Regularization {
        /** Squares of the density: mean max(v, 0)² / (4ε), v = ⟨x, y⟩ - ψ(x) - φ(y). */
        SQUARE,
        /** Its entropy: ε mean exp(v / ε). */
        ENTROPY
    }

    public LargeScale {
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("epsilon is " + epsilon + ", must be above 0");
        }
    }

    @Override
    public List<NDArray> losses(DualBatch batch) {
        NDArray ofX = batch.psi().of(batch.x());
        NDArray ofY = batch.phi().of(batch.y());
        NDArray product = batch.x().mul(batch.y()).sum(new int[] {1});
        NDArray violation = product.sub(ofX).sub(ofY);
        NDArray values = ofX.mean().add(ofY.mean());
        return List.of(
                switch (regularization) {
                    case SQUARE -> {
                        NDArray squares = Activations.relu(violation).square().mean();
                        yield TorchOps.addScaled(values, squares, 1 / (4 * epsilon));
                    }
                    case ENTROPY -> {
                        NDArray density = TorchOps.scale(violation, 1 / epsilon).exp().mean();
                        yield TorchOps.addScaled(values, density, epsilon);
                    }
                });
    }

    @Override
    public boolean staysConvex() {
        return false;
    }
}
