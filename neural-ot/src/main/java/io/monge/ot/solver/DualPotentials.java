package io.monge.ot.solver;

import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.SolverState;
import io.monge.ot.network.ConvexSpec;
import io.monge.ot.tensor.Compute;

/**
 * The benchmark's methods that train two potentials side by side and no map: T = ∇ψ, and ∇φ back.
 * The cost is ‖x - y‖²/2, X = Y. They differ in their {@link DualObjective} alone.
 *
 * @param convex architecture of ψ and of φ, which starts as a copy of ψ
 * @param objective what is minimised
 * @param batchSize samples per update; 1024 in the benchmark
 * @param optimizer Adam of ψ
 * @param inverseOptimizer Adam of φ
 * @param averageDecay of the average of ψ, as in {@link Ots}
 */
public record DualPotentials(
        ConvexSpec convex,
        DualObjective objective,
        int batchSize,
        OptimizerSpec optimizer,
        OptimizerSpec inverseOptimizer,
        double averageDecay)
        implements ConvexSolverSpec {
    public DualPotentials {
        Batches.requireSize(batchSize);
        WeightAverage.requireDecay(averageDecay);
    }

    @Override
    public OptimalTransportSolver open(Compute compute, long seed) {
        return DualSolver.open(this, compute, ConvexPair.start(convex, seed));
    }

    @Override
    public OptimalTransportSolver resume(Compute compute, SolverState state) {
        return DualSolver.open(this, compute, state);
    }
}
