package io.monge.ot.solver;

import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.SolverState;
import io.monge.ot.network.MapSpec;
import io.monge.ot.network.PotentialSpec;
import io.monge.ot.tensor.Compute;

/**
 * Any solver on a source with annealed Gaussian noise (OTP, arXiv 2502.04583): pass k draws from P
 * * N(0, σ_k² I) with σ_k = deviation · max(0, 1 - k / until). A source that is spread out has no
 * spurious saddle points; when the noise is gone, the problem is the given one.
 *
 * @param solver the method
 * @param deviation σ_0, at least 0, in units of x
 * @param until pass from which there is no noise, at least 1
 */
public record SmoothedSource(SolverSpec solver, double deviation, long until)
        implements SolverSpec {
    public SmoothedSource {
        if (!(deviation >= 0) || until < 1) {
            throw new IllegalArgumentException(
                    "deviation is %s and until %d, must be at least 0 and at least 1"
                            .formatted(deviation, until));
        }
    }

    /** σ_k. */
    double deviationAt(long iteration) {
        return deviation * Math.max(0, 1 - (double) iteration / until);
    }

    @Override
    public MapSpec map() {
        return solver.map();
    }

    @Override
    public PotentialSpec potential() {
        return solver.potential();
    }

    @Override
    public int batchSize() {
        return solver.batchSize();
    }

    @Override
    public OptimalTransportSolver open(Compute compute, long seed) {
        return new SmoothedSolver(this, solver.open(compute, seed), new SeededDraws(seed));
    }

    @Override
    public OptimalTransportSolver resume(Compute compute, SolverState state) {
        Draws draws = new SeededDraws(state.seed());
        return new SmoothedSolver(this, solver.resume(compute, state), draws);
    }
}
