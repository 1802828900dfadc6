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
 * that the last iterate needs no average. The reference keeps them constant. No more pre-training
 * than training.
 *
 * @param spec with the rates of the first half
 */
public record Wasserstein2Method(Wasserstein2 spec) implements BenchmarkMethod {
    /** Enough to come near the identity; the reference allows 10,000. */
    private static final int PRE_TRAINING = 300;

    /** The setting for Gaussians in d dimensions. */
    public static Wasserstein2Method gaussians(int dim) {
        return new Wasserstein2Method(Wasserstein2.gaussians(dim).with(start(3)));
    }

    /**
     * The toys in the plane with the reference's networks, but for minutes instead of an hour: 256
     * instead of 1024 samples, initial weights nearer to the identity, no dropout (1e-5 there).
     */
    public static Wasserstein2Method toys() {
        return new Wasserstein2Method(
                quadratic(network(2, List.of(128, 128, 64), 3), 1, Wasserstein2.Cycle.ONE));
    }

    /**
     * Colours in [0, 1]³ with the published cycle weight; the network's size is not published, and
     * this one is small, because every pixel of the picture goes through it.
     */
    public static Wasserstein2Method colours() {
        return new Wasserstein2Method(
                quadratic(network(3, List.of(64, 64, 32), 1), 3, Wasserstein2.Cycle.BOTH));
    }

    private static DenseIcnn network(int dim, List<Integer> hidden, int rank) {
        return new DenseIcnn(
                dim, hidden, rank, 1e-6, ConvexActivation.CELU, 0, 0.2, DenseIcnn.Names.W2GN);
    }

    private static Wasserstein2 quadratic(
            DenseIcnn convex, double cycleWeight, Wasserstein2.Cycle cycle) {
        LearningRate rate = LearningRate.constant(1e-3);
        return new Wasserstein2(
                convex,
                cycleWeight,
                cycle,
                1e-10,
                Wasserstein2.Direction.FORWARD,
                start(1),
                256,
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
        IdentityStart start = spec.start();
        int steps = (int) Math.min(start.mostSteps(), iterations);
        IdentityStart shorter =
                new IdentityStart(steps, start.tolerance(), start.spread(), start.optimizer());
        return spec.with(shorter)
                .with(
                        falling(spec.optimizer().learningRate().initial(), iterations),
                        falling(spec.inverseOptimizer().learningRate().initial(), iterations));
    }

    private static LearningRate falling(double initial, long iterations) {
        return new LearningRate(initial, iterations / 2, Math.max(1, iterations), 0);
    }
}
