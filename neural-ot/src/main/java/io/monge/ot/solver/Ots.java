package io.monge.ot.solver;

import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.SolverState;
import io.monge.ot.cost.CostSpec;
import io.monge.ot.network.MapSpec;
import io.monge.ot.network.PotentialSpec;
import io.monge.ot.tensor.Compute;

/**
 * OTS, Algorithm 1 of the paper.
 *
 * @param map T_θ
 * @param potential f_ω
 * @param cost c
 * @param contentWeight λ before c: 1 in the paper, 0.5 in the reference's image script
 * @param alternation who moves how often
 * @param constraint what f is held to; unconstrained in the paper
 * @param view what f's network is shown of an image; all of it in the paper
 * @param batchSize samples per update
 * @param mapOptimizer Adam of θ
 * @param potentialOptimizer Adam of ω
 * @param averageDecay d of the average of θ, in [0, 1): update k uses min(d, (1+k)/(10+k))
 */
public record Ots(
        MapSpec map,
        PotentialSpec potential,
        CostSpec cost,
        double contentWeight,
        Alternation alternation,
        PotentialConstraint constraint,
        PotentialView view,
        int batchSize,
        OptimizerSpec mapOptimizer,
        OptimizerSpec potentialOptimizer,
        double averageDecay)
        implements SolverSpec {
    public Ots {
        if (!(contentWeight >= 0)) {
            throw new IllegalArgumentException(
                    "contentWeight is " + contentWeight + ", must be at least 0");
        }
        Batches.requireSize(batchSize);
        WeightAverage.requireDecay(averageDecay);
        if (potential.size() % map.scale() != 0) {
            throw new IllegalArgumentException(
                    "the potential's size is %d px, must be a multiple of the map's scale %d"
                            .formatted(potential.size(), map.scale()));
        }
        if (constraint instanceof Convexified) {
            Convexified.requireConvex(map);
            Convexified.requireConvex(potential);
        }
        view.requireFor(potential.size(), potential.takesVectors());
    }

    /** With f as in the paper: it sees every image whole. */
    public Ots(
            MapSpec map,
            PotentialSpec potential,
            CostSpec cost,
            double contentWeight,
            Alternation alternation,
            PotentialConstraint constraint,
            int batchSize,
            OptimizerSpec mapOptimizer,
            OptimizerSpec potentialOptimizer,
            double averageDecay) {
        this(
                map,
                potential,
                cost,
                contentWeight,
                alternation,
                constraint,
                new Whole(),
                batchSize,
                mapOptimizer,
                potentialOptimizer,
                averageDecay);
    }

    @Override
    public OptimalTransportSolver open(Compute compute, long seed) {
        return SolverAssembly.open(this, compute, SolverAssembly.start(this, seed));
    }

    @Override
    public OptimalTransportSolver resume(Compute compute, SolverState state) {
        return SolverAssembly.open(this, compute, state);
    }
}
