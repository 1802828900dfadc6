package io.monge.ot.solver;

import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.SolverState;
import io.monge.ot.cost.CostSpec;
import io.monge.ot.network.MapSpec;
import io.monge.ot.network.PotentialSpec;
import io.monge.ot.tensor.Compute;

/**
 * The regularised IPM GAN of eq. (12) as WGAN-GP: the same loop as {@link Ots} with λ before the
 * cost, a gradient penalty on f, and f moving oftener than T. Its map is biased for every λ above
 * 0: that is what the paper shows.
 *
 * @param map T_θ
 * @param potential the critic f_ω
 * @param cost c
 * @param lambda λ before c, at least 0
 * @param gradientPenalty λ_GP, at least 0; 10 in the paper
 * @param potentialUpdates updates of f per update of T; 10 in the paper
 * @param batchSize samples per update
 * @param mapOptimizer Adam of θ
 * @param potentialOptimizer Adam of ω
 * @param averageDecay of the average of θ, as in {@link Ots}
 */
public record RegularizedIpmGan(
        MapSpec map,
        PotentialSpec potential,
        CostSpec cost,
        double lambda,
        double gradientPenalty,
        int potentialUpdates,
        int batchSize,
        OptimizerSpec mapOptimizer,
        OptimizerSpec potentialOptimizer,
        double averageDecay)
        implements SolverSpec {
    public RegularizedIpmGan {
        if (!(lambda >= 0)) {
            throw new IllegalArgumentException("lambda is " + lambda + ", must be at least 0");
        }
        new GradientPenalty(gradientPenalty);
        new Alternation(potentialUpdates, 1, Alternation.Order.POTENTIAL_FIRST);
    }

    /** The same problem in the terms of the one loop. */
    Ots asMinimax() {
        return new Ots(
                map,
                potential,
                cost,
                lambda,
                new Alternation(potentialUpdates, 1, Alternation.Order.POTENTIAL_FIRST),
                new GradientPenalty(gradientPenalty),
                batchSize,
                mapOptimizer,
                potentialOptimizer,
                averageDecay);
    }

    @Override
    public OptimalTransportSolver open(Compute compute, long seed) {
        return asMinimax().open(compute, seed);
    }

    @Override
    public OptimalTransportSolver resume(Compute compute, SolverState state) {
        return asMinimax().resume(compute, state);
    }
}
