package io.monge.ot.solver;

import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.SolverState;
import io.monge.ot.cost.Mse;
import io.monge.ot.network.MapSpec;
import io.monge.ot.network.PotentialGradient;
import io.monge.ot.network.PotentialSpec;
import io.monge.ot.tensor.Compute;

/**
 * OTS from Q to P, whose potential f on X then gives the map from P to Q: T(x) = x - step · ∇f(x)
 * (the benchmark's MM with ψ(x) = ‖x‖²/2 - f(x); the quadratic cost only).
 *
 * @param inverse the problem with source and target exchanged: its map goes from Y to X, its
 *     potential lives on X
 * @param averageDecay d of the average of ω, as in {@link Ots}
 */
public record OtsReversed(Ots inverse, double averageDecay) implements SolverSpec {
    public OtsReversed {
        if (!(inverse.cost() instanceof Mse) || inverse.map().scale() != 1) {
            throw new IllegalArgumentException(
                    "cost is %s and scale %d, must be mse and 1: only then ∇f gives the map"
                            .formatted(inverse.cost(), inverse.map().scale()));
        }
        if (inverse.cost().refreshEvery() != 0 || !(inverse.contentWeight() > 0)) {
            throw new IllegalArgumentException(
                    "refreshEvery is %d and contentWeight %s, must be 0 and above 0: only then ∇f gives the map"
                            .formatted(inverse.cost().refreshEvery(), inverse.contentWeight()));
        }
        WeightAverage.requireDecay(averageDecay);
    }

    /** T(x) = x - d / (2λ) ∇f(x), with d numbers per sample. */
    @Override
    public MapSpec map() {
        return new PotentialGradient(
                inverse.potential(), numbersPerSample() / (2 * inverse.contentWeight()));
    }

    private double numbersPerSample() {
        PotentialSpec potential = inverse.potential();
        return potential.takesVectors()
                ? potential.size()
                : 3.0 * potential.size() * potential.size();
    }

    @Override
    public PotentialSpec potential() {
        return inverse.potential();
    }

    @Override
    public int batchSize() {
        return inverse.batchSize();
    }

    @Override
    public OptimalTransportSolver open(Compute compute, long seed) {
        return resume(compute, SolverAssembly.start(inverse, seed));
    }

    @Override
    public OptimalTransportSolver resume(Compute compute, SolverState state) {
        return ReversedSolver.open(this, compute, state);
    }
}
