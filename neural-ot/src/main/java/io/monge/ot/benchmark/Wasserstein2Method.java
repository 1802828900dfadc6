package io.monge.ot.benchmark;

import io.monge.ot.network.ConvexActivation;
import io.monge.ot.network.DenseIcnn;
import io.monge.ot.solver.IdentityStart;
import io.monge.ot.solver.LearningRate;
import io.monge.ot.solver.OptimizerSpec;
import io.monge.ot.solver.SolverSpec;
import io.monge.ot.solver.Wasserstein2;
import java.util.List;

/**
 * W2GN over a run of known length: rates as published for the first half, then falling to zero, so
 * that the last iterate needs no average. The reference keeps them constant.
 *
 * @param spec with the rates of the first half
 */
public record Wasserstein2Method(Wasserstein2 spec) implements BenchmarkMethod {
    /** Enough to come near the identity; the reference allows twenty times as many. */
    private static final int PRE_TRAINING = 500;

    /** The setting for Gaussians in d dimensions. */
    public static Wasserstein2Method gaussians(int dim) {
        return new Wasserstein2Method(Wasserstein2.gaussians(dim).with(start(3)));
    }

    /** The setting of the toys in the plane, without their dropout of 1e-5. */
    public static Wasserstein2Method toys() {
        return new Wasserstein2Method(quadratic(2, 0.5, 1, Wasserstein2.Cycle.ONE, 1));
    }

    /** The setting of colours in [0, 1]³ with the networks of the toys. */
    public static Wasserstein2Method colours() {
        return new Wasserstein2Method(quadratic(3, 0.5, 3, Wasserstein2.Cycle.BOTH, 1));
    }

    private static Wasserstein2 quadratic(
            int dim,
            double initScale,
            double cycleWeight,
            Wasserstein2.Cycle cycle,
            double spread) {
        DenseIcnn convex =
                new DenseIcnn(
                        dim,
                        List.of(128, 128, 64),
                        3,
                        1e-6,
                        ConvexActivation.CELU,
                        0,
                        initScale,
                        DenseIcnn.Names.W2GN);
        LearningRate rate = LearningRate.constant(1e-3);
        return new Wasserstein2(
                convex,
                cycleWeight,
                cycle,
                1e-10,
                Wasserstein2.Direction.FORWARD,
                start(spread),
                1024,
                new OptimizerSpec(rate, 0.8, 0.99, 0),
                new OptimizerSpec(rate, 0.4, 0.4, 0),
                0);
    }

    private static IdentityStart start(double spread) {
        IdentityStart published = IdentityStart.w2gn(spread);
        return new IdentityStart(
                PRE_TRAINING, published.tolerance(), spread, published.optimizer());
    }

    @Override
    public SolverSpec lasting(long iterations) {
        return spec.with(
                falling(spec.optimizer().learningRate().initial(), iterations),
                falling(spec.inverseOptimizer().learningRate().initial(), iterations));
    }

    private static LearningRate falling(double initial, long iterations) {
        return new LearningRate(initial, iterations / 2, Math.max(1, iterations), 0);
    }
}
