package io.monge.ot.solver;

import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.SolverState;
import io.monge.ot.network.ConvexSpec;
import io.monge.ot.network.MapSpec;
import io.monge.ot.tensor.Compute;

/**
 * The semi-dual problem of the cost ‖x - y‖²/2 over convex ψ: min mean ψ(x) + mean ψ*(y), whose
 * solution gives T = ∇ψ (Makkuva et al. 2020). The conjugate ψ*(y) = max_u ⟨u, y⟩ - ψ(u) is a
 * concave problem for every y and is solved instead of played for (Amos 2023, arXiv 2210.12153): a
 * network S guesses u, a few steps of Barzilai and Borwein refine the guess, and S learns from what
 * they found. So there is one player, and nothing to circle; a batch whose conjugates stay unsolved
 * is not used, for ψ can run away on it.
 *
 * @param convex architecture of ψ
 * @param conjugate architecture of S : Y → X, S ≈ ∇ψ* = (∇ψ)⁻¹
 * @param refinements usual number of steps after the guess, at least 0; 0 is the game of {@link
 *     Ots} in other words
 * @param tolerance share of mean ‖y‖² that mean ‖y - ∇ψ(û)‖² may be; above it up to eight times as
 *     many steps are taken, and above four times as much ψ is left as it is
 * @param batchSize samples per update
 * @param optimizer Adam of ψ
 * @param conjugateOptimizer Adam of S
 * @param averageDecay of the average of ψ, as in {@link Ots}
 */
public record SemiDual(
        ConvexSpec convex,
        MapSpec conjugate,
        int refinements,
        double tolerance,
        int batchSize,
        OptimizerSpec optimizer,
        OptimizerSpec conjugateOptimizer,
        double averageDecay)
        implements ConvexSolverSpec {
    public SemiDual {
        if (refinements < 0) {
            throw new IllegalArgumentException(
                    "refinements are " + refinements + ", must be at least 0");
        }
        Batches.requireSize(batchSize);
        if (!(tolerance > 0)) {
            throw new IllegalArgumentException("tolerance is " + tolerance + ", must be above 0");
        }
        WeightAverage.requireDecay(averageDecay);
    }

    @Override
    public OptimalTransportSolver open(Compute compute, long seed) {
        return SemiDualSolver.open(this, compute, SemiDualSolver.start(this, seed));
    }

    @Override
    public OptimalTransportSolver resume(Compute compute, SolverState state) {
        return SemiDualSolver.open(this, compute, state);
    }
}
