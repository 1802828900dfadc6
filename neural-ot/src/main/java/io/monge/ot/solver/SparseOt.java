package io.monge.ot.solver;

import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.SolverState;
import io.monge.ot.cost.CostSpec;
import io.monge.ot.network.MapSpec;
import io.monge.ot.network.PotentialSpec;
import io.monge.ot.tensor.Compute;

/**
 * SOT (sr/train.py): the critic's loss and its gradient penalty are two descent steps, and RMSprop
 * moves both players; otherwise the regularised IPM GAN with a frequency-sparse cost.
 *
 * @param map T_θ
 * @param potential the critic f_ω
 * @param cost c, e.g. {@code sparse}
 * @param sigma σ before c, at least 0: the reference tries 100, 50, 30, 10
 * @param gradientPenalty λ_GP, at least 0; 10 in the reference
 * @param batchSize samples per update
 * @param mapRate RMSprop's rate for θ; half of the critic's in the reference
 * @param potentialRate RMSprop's rate for ω; 1e-4 in the reference
 * @param averageDecay of the average of θ, as in {@link Ots}
 */
public record SparseOt(
        MapSpec map,
        PotentialSpec potential,
        CostSpec cost,
        double sigma,
        double gradientPenalty,
        int batchSize,
        LearningRate mapRate,
        LearningRate potentialRate,
        double averageDecay)
        implements SolverSpec {
    public SparseOt {
        if (!(sigma >= 0)) {
            throw new IllegalArgumentException("sigma is " + sigma + ", must be at least 0");
        }
        new GradientPenalty(gradientPenalty);
        Batches.requireSize(batchSize);
        WeightAverage.requireDecay(averageDecay);
    }

    @Override
    public OptimalTransportSolver open(Compute compute, long seed) {
        return resume(compute, SolverAssembly.start(this, seed));
    }

    @Override
    public OptimalTransportSolver resume(Compute compute, SolverState state) {
        return SparseOtSolver.open(this, compute, state, new SeededDraws(state.seed()));
    }
}
