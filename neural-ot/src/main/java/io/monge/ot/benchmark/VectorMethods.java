package io.monge.ot.benchmark;

import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.ConvexActivation;
import io.monge.ot.network.MlpMap;
import io.monge.ot.network.MlpPotential;
import io.monge.ot.network.ResidualIcnn;
import io.monge.ot.solver.Alternation;
import io.monge.ot.solver.LearningRate;
import io.monge.ot.solver.OptimizerSpec;
import io.monge.ot.solver.Ots;
import io.monge.ot.solver.OtsReversed;
import io.monge.ot.solver.RegularizedIpmGan;
import io.monge.ot.solver.SemiDual;
import io.monge.ot.solver.SolverSpec;
import io.monge.ot.solver.Unconstrained;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/** The methods on vectors with one default setting for all dimensions d. Costs are ‖x - y‖²/d. */
public final class VectorMethods {
    /** Fraction of a learning rate at the end of a run. */
    private static final double FLOOR = 0.01;

    private VectorMethods() {}

    /**
     * What is chosen for {@link #semiDual}, alike for all dimensions.
     *
     * @param activation of ψ
     * @param learningRate of ψ at the start
     */
    public record Rule(ConvexActivation activation, double learningRate) {
        /** What {@link RuleChoice} ranked first: docs/BENCHMARKS.md. */
        public static final Rule CHOSEN = new Rule(ConvexActivation.CELU, 5e-3);

        /** What {@link RuleChoice} chooses from. */
        public static List<Rule> candidates() {
            return Stream.of(ConvexActivation.SOFTPLUS, ConvexActivation.CELU)
                    .flatMap(a -> Stream.of(2e-3, 5e-3, 1e-2).map(rate -> new Rule(a, rate)))
                    .toList();
        }
    }

    /** The best found: {@link SemiDual} between the {@link GaussianFrame}'s coordinates. */
    public static BenchmarkMethod semiDual(int dim) {
        return semiDual(dim, Rule.CHOSEN);
    }

    /** The same by another rule. */
    public static BenchmarkMethod semiDual(int dim, Rule rule) {
        return framed(iterations -> semiDual(dim, rule, iterations));
    }

    static SemiDual semiDual(int dim, Rule rule, long iterations) {
        int wide = Math.max(128, 2 * dim);
        return new SemiDual(
                new ResidualIcnn(dim, List.of(wide, wide, wide / 2), 0.02, rule.activation()),
                new MlpMap(dim, List.of(wide, wide), MlpMap.Skip.IDENTITY),
                4,
                0.005,
                256,
                new OptimizerSpec(falling(rule.learningRate(), iterations), 0.5, 0.9, 0),
                new OptimizerSpec(falling(2e-3, iterations), 0.9, 0.99, 0),
                0);
    }

    /** Algorithm 1 as printed, in the samples' own coordinates. */
    public static BenchmarkMethod ots(int dim) {
        return iterations -> textbook(dim, iterations);
    }

    /** The same from Q to P; the map is the potential's gradient. */
    public static BenchmarkMethod otsReversed(int dim) {
        return iterations -> new OtsReversed(textbook(dim, iterations), 0);
    }

    private static Ots textbook(int dim, long iterations) {
        // f slower than T: equal rates diverge at d = 64.
        return new Ots(
                new MlpMap(dim, hidden(dim), MlpMap.Skip.IDENTITY),
                new MlpPotential(dim, hidden(dim)),
                new Mse(Up.IDENTITY, 0),
                1,
                Alternation.algorithm1(5),
                new Unconstrained(),
                256,
                new OptimizerSpec(falling(1e-3, iterations), 0.5, 0.9, 0),
                new OptimizerSpec(falling(3e-4, iterations), 0.5, 0.9, 0),
                0);
    }

    /** W2GN in its setting for Gaussians. */
    public static BenchmarkMethod wasserstein2(int dim) {
        return Wasserstein2Method.gaussians(dim);
    }

    /**
     * The regularised IPM GAN as WGAN-GP.
     *
     * @param lambda λ before the cost, at least 0
     */
    public static BenchmarkMethod regularizedIpmGan(int dim, double lambda) {
        return iterations ->
                new RegularizedIpmGan(
                        new MlpMap(dim, hidden(dim), MlpMap.Skip.IDENTITY),
                        new MlpPotential(dim, hidden(dim)),
                        new Mse(Up.IDENTITY, 0),
                        lambda,
                        10,
                        5,
                        256,
                        new OptimizerSpec(falling(5e-4, iterations), 0, 0.9, 0),
                        new OptimizerSpec(falling(5e-4, iterations), 0, 0.9, 0),
                        0);
    }

    private static List<Integer> hidden(int dim) {
        int wide = Math.max(128, 2 * dim);
        return List.of(wide, wide, wide);
    }

    private static LearningRate falling(double rate, long iterations) {
        return new LearningRate(rate, 0, iterations, FLOOR);
    }

    private static BenchmarkMethod framed(LongFunction<SolverSpec> method) {
        return new BenchmarkMethod() {
            @Override
            public SolverSpec lasting(long iterations) {
                return method.apply(iterations);
            }

            @Override
            public GaussianFrame frame(UnpairedSamples.TrainingPoints points) {
                return GaussianFrame.of(points.x(), points.y());
            }
        };
    }
}
