package io.monge.ot.solver;

import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.Parameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link OtsReversed}: the loop with source and target exchanged, the map from the potential. */
final class ReversedSolver implements OptimalTransportSolver {
    private static final String AVERAGE = "reversed.";

    private final MinimaxSolver inverse;
    private final TransportMap map;
    private final WeightAverage average;

    private ReversedSolver(MinimaxSolver inverse, TransportMap map, WeightAverage average) {
        this.inverse = inverse;
        this.map = map;
        this.average = average;
    }

    static ReversedSolver open(OtsReversed spec, Compute compute, SolverState state) {
        MinimaxSolver inverse = SolverAssembly.open(spec.inverse(), compute, state);
        try {
            Parameters potential = inverse.players().potential().weights();
            SolverAssembly parts =
                    new SolverAssembly(inverse.root(), state, compute.memoryFormat());
            return new ReversedSolver(
                    inverse,
                    spec.map().over(potential),
                    parts.average(AVERAGE, potential, spec.averageDecay()));
        } catch (RuntimeException e) {
            inverse.close();
            throw e;
        }
    }

    /** Owner of all that outlives a step; tests seal it. */
    NDManager root() {
        return inverse.root();
    }

    @Override
    public StepReport step(Sampler source, Sampler target) {
        StepReport report = inverse.step(target, source);
        Player<?> potential = inverse.players().potential();
        average.follow(potential.weights(), potential.adam().updates());
        return report;
    }

    @Override
    public long iteration() {
        return inverse.iteration();
    }

    @Override
    public List<Long> reanchors() {
        return inverse.reanchors();
    }

    @Override
    public long float32Repeats() {
        return inverse.float32Repeats();
    }

    @Override
    public TransportMap map() {
        return map;
    }

    @Override
    public Map<String, HostTensor> averagedWeights() {
        return average.weights().toHost();
    }

    @Override
    public SolverState state() {
        SolverState state = inverse.state();
        Map<String, HostTensor> tensors = new HashMap<>(state.tensors());
        averagedWeights().forEach((name, tensor) -> tensors.put(AVERAGE + name, tensor));
        return new SolverState(state.seed(), state.iteration(), state.counters(), tensors);
    }

    @Override
    public void close() {
        inverse.close();
    }
}
