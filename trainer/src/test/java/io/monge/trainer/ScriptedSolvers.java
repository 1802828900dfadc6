package io.monge.trainer;

import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.TransportMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.function.LongToDoubleFunction;
import java.util.function.UnaryOperator;

/** Real solvers to which something happens: for accidents that cannot be had by configuration. */
final class ScriptedSolvers implements Solvers {

    private final Solvers real;
    private final Accidents accidents;

    ScriptedSolvers(TrainerConfig config, Accidents accidents) {
        this.real = Solvers.of(config);
        this.accidents = accidents;
    }

    /**
     * What happens, by iteration.
     *
     * @param light factor of the batches of P
     * @param weights what becomes of the averaged weights of this iteration before they are
     *     published
     * @param afterStep what happens after this iteration, on the training thread
     */
    record Accidents(
            LongToDoubleFunction light,
            LongFunction<UnaryOperator<Map<String, HostTensor>>> weights,
            LongFunction<Runnable> afterStep) {

        static final Accidents NONE = new Accidents(n -> 1, n -> it -> it, n -> () -> {});

        /** Whether the batches of this iteration are NaN. */
        Accidents poisoned(LongPredicate iteration) {
            return lit(n -> iteration.test(n) ? Double.NaN : 1);
        }

        Accidents lit(LongToDoubleFunction factor) {
            return new Accidents(factor, weights, afterStep);
        }

        Accidents published(LongFunction<UnaryOperator<Map<String, HostTensor>>> change) {
            return new Accidents(light, change, afterStep);
        }

        Accidents after(LongFunction<Runnable> event) {
            return new Accidents(light, weights, event);
        }
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
            double factor = accidents.light().applyAsDouble(iteration);
            StepReport report = solver.step(factor == 1 ? source : lit(source, factor), target);
            accidents.afterStep().apply(iteration).run();
            return report;
        }

        private Sampler lit(Sampler sampler, double factor) {
            return (scope, n) -> sampler.sample(scope, n).mul((float) factor);
        }

        @Override
        public long iteration() {
            return solver.iteration();
        }

        @Override
        public long float32Repeats() {
            return solver.float32Repeats();
        }

        @Override
        public List<Long> reanchors() {
            return solver.reanchors();
        }

        @Override
        public TransportMap map() {
            return solver.map();
        }

        @Override
        public Map<String, HostTensor> averagedWeights() {
            return accidents.weights().apply(iteration()).apply(solver.averagedWeights());
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
