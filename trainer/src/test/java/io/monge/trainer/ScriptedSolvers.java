package io.monge.trainer;

import ai.djl.ndarray.NDArray;
import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.TransportMap;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/** Real solvers to which something happens: for accidents that cannot be had by configuration. */
final class ScriptedSolvers implements Solvers {

    private final Solvers real;
    private final LongPredicate poisoned;
    private final LongFunction<Runnable> afterStep;

    /**
     * @param poisoned whether the batches of this iteration are NaN
     * @param afterStep what happens after this iteration, on the training thread
     */
    ScriptedSolvers(
            TrainerConfig config, LongPredicate poisoned, LongFunction<Runnable> afterStep) {
        this.real = Solvers.of(config);
        this.poisoned = poisoned;
        this.afterStep = afterStep;
    }

    @Override
    public OptimalTransportSolver open() {
        return new Scripted(real.open());
    }

    @Override
    public OptimalTransportSolver resume(SolverState state) {
        return new Scripted(real.resume(state));
    }

    private final class Scripted implements OptimalTransportSolver {

        private final OptimalTransportSolver solver;

        Scripted(OptimalTransportSolver solver) {
            this.solver = solver;
        }

        @Override
        public StepReport step(Sampler source, Sampler target) {
            long iteration = solver.iteration() + 1;
            Sampler x = poisoned.test(iteration) ? nan(source) : source;
            StepReport report = solver.step(x, target);
            afterStep.apply(iteration).run();
            return report;
        }

        private Sampler nan(Sampler sampler) {
            return (scope, n) -> {
                NDArray batch = sampler.sample(scope, n);
                return scope.full(batch.getShape(), Float.NaN);
            };
        }

        @Override
        public long iteration() {
            return solver.iteration();
        }

        @Override
        public TransportMap map() {
            return solver.map();
        }

        @Override
        public Map<String, HostTensor> averagedWeights() {
            return solver.averagedWeights();
        }

        @Override
        public SolverState state() {
            return solver.state();
        }

        @Override
        public void close() {
            solver.close();
        }
    }
}
