package io.monge.trainer;

import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.SolverState;

/**
 * Where the loop gets its solver from: at the start, on a restart, after a divergence. Training
 * thread only.
 */
interface Solvers {

    /** From random weights. */
    OptimalTransportSolver open();

    /** From a state. */
    OptimalTransportSolver resume(SolverState state);

    /** As configured. */
    static Solvers of(TrainerConfig config) {
        return new Solvers() {
            @Override
            public OptimalTransportSolver open() {
                return config.solver().open(config.compute(), config.seed());
            }

            @Override
            public OptimalTransportSolver resume(SolverState state) {
                return config.solver().resume(config.compute(), state);
            }
        };
    }
}
