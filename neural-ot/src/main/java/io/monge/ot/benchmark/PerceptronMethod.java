package io.monge.ot.benchmark;

import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.MlpMap;
import io.monge.ot.network.MlpPotential;
import io.monge.ot.solver.Alternation;
import io.monge.ot.solver.LearningRate;
import io.monge.ot.solver.OptimizerSpec;
import io.monge.ot.solver.Ots;
import io.monge.ot.solver.RegularizedIpmGan;
import io.monge.ot.solver.SolverSpec;
import io.monge.ot.solver.Unconstrained;
import java.util.List;
import java.util.function.Function;

/**
 * Plain perceptrons as map and potential, three layers of 128: what OTS and the regularised IPM GAN
 * share when they are compared. The map starts at the identity; Adam (0, 0.9) as in the paper.
 */
public final class PerceptronMethod implements BenchmarkMethod {
    private static final List<Integer> HIDDEN = List.of(128, 128, 128);
    private static final int BATCH = 256;
    private static final int INNER_UPDATES = 10;
    private static final double RATE = 1e-3;
    private static final double AVERAGE = 0.99;

    private final Function<LearningRate, SolverSpec> solver;

    private PerceptronMethod(Function<LearningRate, SolverSpec> solver) {
        this.solver = solver;
    }

    /** Algorithm 1 with K_T = 10, mean squares as its cost. */
    public static PerceptronMethod ots(int dim) {
        return new PerceptronMethod(
                rate ->
                        new Ots(
                                map(dim),
                                new MlpPotential(dim, HIDDEN),
                                new Mse(Up.IDENTITY, 0),
                                1,
                                Alternation.algorithm1(INNER_UPDATES),
                                new Unconstrained(),
                                BATCH,
                                adam(rate),
                                adam(rate),
                                AVERAGE));
    }

    /** WGAN-GP with λ times mean squares: ten updates of f per update of T, λ_GP = 10. */
    public static PerceptronMethod regularizedIpmGan(int dim, double lambda) {
        return new PerceptronMethod(
                rate ->
                        new RegularizedIpmGan(
                                map(dim),
                                new MlpPotential(dim, HIDDEN),
                                new Mse(Up.IDENTITY, 0),
                                lambda,
                                10,
                                INNER_UPDATES,
                                BATCH,
                                adam(rate),
                                adam(rate),
                                AVERAGE));
    }

    private static MlpMap map(int dim) {
        return new MlpMap(dim, HIDDEN, MlpMap.Skip.IDENTITY);
    }

    private static OptimizerSpec adam(LearningRate rate) {
        return new OptimizerSpec(rate, 0, 0.9, 0);
    }

    /** Half the rate for as long as it takes; its averaged map is what to look at. */
    public SolverSpec steady() {
        return solver.apply(LearningRate.constant(RATE / 2));
    }

    /** Falling linearly to zero. */
    @Override
    public SolverSpec lasting(long iterations) {
        return solver.apply(new LearningRate(RATE, 0, Math.max(1, iterations), 0));
    }
}
