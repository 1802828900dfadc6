package io.monge.ot.solver;

import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.SolverState;
import io.monge.ot.network.BrenierMap;
import io.monge.ot.network.ConvexSpec;
import io.monge.ot.network.MapSpec;
import io.monge.ot.network.PotentialSpec;
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
        implements SolverSpec {
    public DualPotentials {
        if (batchSize < 1) {
            throw new IllegalArgumentException(
                    "batchSize is " + batchSize + ", must be at least 1");
        }
        if (!(averageDecay >= 0 && averageDecay < 1)) {
            throw new IllegalArgumentException(
                    "averageDecay is " + averageDecay + ", must be in [0, 1)");
        }
    }

    @Override
    public MapSpec map() {
        return new BrenierMap(convex);
    }

    @Override
    public PotentialSpec potential() {
        return convex;
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
