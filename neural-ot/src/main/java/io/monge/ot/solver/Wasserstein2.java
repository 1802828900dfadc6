package io.monge.ot.solver;

import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.SolverState;
import io.monge.ot.network.ConvexSpec;
import io.monge.ot.network.DenseIcnn;
import io.monge.ot.tensor.Compute;

/**
 * Wasserstein-2 generative networks (W2GN): two convex potentials, T = ∇ψ, and a cycle term instead
 * of an inner maximisation. The cost is ‖x - y‖²/2, X = Y.
 *
 * @param convex architecture of ψ and of φ, ∇φ ≈ (∇ψ)⁻¹
 * @param cycleWeight λ before the cycle term, at least 0
 * @param cycle which cycles
 * @param magnitudeWeight before Σ |weights| of both, at least 0; 1e-10 in the reference
 * @param direction which side's correlation is maximised
 * @param start pre-training to the identity; φ starts as a copy of ψ
 * @param batchSize samples per update
 * @param optimizer Adam of ψ
 * @param inverseOptimizer Adam of φ
 * @param averageDecay of the average of ψ, as in {@link Ots}
 */
public record Wasserstein2(
        ConvexSpec convex,
        double cycleWeight,
        Cycle cycle,
        double magnitudeWeight,
        Direction direction,
        IdentityStart start,
        int batchSize,
        OptimizerSpec optimizer,
        OptimizerSpec inverseOptimizer,
        double averageDecay)
        implements ConvexSolverSpec {
    /** Which cycles are held to the identity. */
    public enum Cycle {
        /** ∇ψ(∇φ(y)) = y and ∇φ(∇ψ(x)) = x. */
        BOTH,
        /** ∇ψ(∇φ(y)) = y only (reversed: ∇φ(∇ψ(x)) = x). */
        ONE
    }

    /** Which correlation the loss contains. */
    public enum Direction {
        /** mean ψ(x) - mean ψ(∇φ(y)). */
        FORWARD,
        /** mean φ(y) - mean φ(∇ψ(x)). */
        REVERSED
    }

    public Wasserstein2 {
        if (!(cycleWeight >= 0 && magnitudeWeight >= 0)) {
            throw new IllegalArgumentException(
                    "cycleWeight is %s and magnitudeWeight %s, both must be at least 0"
                            .formatted(cycleWeight, magnitudeWeight));
        }
        Batches.requireSize(batchSize);
        WeightAverage.requireDecay(averageDecay);
    }

    /**
     * The setting for Gaussians in d dimensions of W2GN's notebook W2GN_gaussians_high_dimensions:
     * batch 256, λ = min(d, 50).
     */
    public static Wasserstein2 gaussians(int dim) {
        LearningRate rate = LearningRate.constant(3e-4);
        return new Wasserstein2(
                DenseIcnn.gaussians(dim),
                Math.min(dim, 50),
                Cycle.BOTH,
                1e-10,
                Direction.FORWARD,
                IdentityStart.w2gn(3),
                256,
                new OptimizerSpec(rate, 0.8, 0.99, 0),
                new OptimizerSpec(rate, 0.4, 0.4, 0),
                0);
    }

    /** The same with other learning rates of both potentials. */
    public Wasserstein2 with(LearningRate rate, LearningRate inverseRate) {
        return new Wasserstein2(
                convex,
                cycleWeight,
                cycle,
                magnitudeWeight,
                direction,
                start,
                batchSize,
                optimizer.with(rate),
                inverseOptimizer.with(inverseRate),
                averageDecay);
    }

    /** The same with another pre-training. */
    public Wasserstein2 with(IdentityStart other) {
        return new Wasserstein2(
                convex,
                cycleWeight,
                cycle,
                magnitudeWeight,
                direction,
                other,
                batchSize,
                optimizer,
                inverseOptimizer,
                averageDecay);
    }

    @Override
    public OptimalTransportSolver open(Compute compute, long seed) {
        return Wasserstein2Solver.open(this, compute, ConvexPair.start(convex, seed));
    }

    @Override
    public OptimalTransportSolver resume(Compute compute, SolverState state) {
        return Wasserstein2Solver.open(this, compute, state);
    }
}
