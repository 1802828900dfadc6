package io.monge.ot.solver;

import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.SolverState;
import io.monge.ot.network.MapSpec;
import io.monge.ot.network.PotentialSpec;
import io.monge.ot.tensor.Compute;

/** A method and all its numbers, as configuration names it. */
public sealed interface SolverSpec
        permits Ots, RegularizedIpmGan, OtsReversed, SparseOt, ConvexSolverSpec, SmoothedSource {
    MapSpec map();

    PotentialSpec potential();

    /** Samples of P and of Q per update. */
    int batchSize();

    /**
     * Starts from random weights. Equal seeds and samples give equal runs.
     *
     * <p>Call it on the thread that will call {@code step}.
     */
    OptimalTransportSolver open(Compute compute, long seed);

    /**
     * Continues from a state of the same specification.
     *
     * @throws IllegalArgumentException if the state does not fit
     */
    OptimalTransportSolver resume(Compute compute, SolverState state);
}
