package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.DivergedException;
import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Potential;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.TransportMap;
import io.monge.ot.cost.CostSchedule;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.RmsProp;
import io.monge.ot.tensor.TorchOps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link SparseOt}: per iteration one batch, two critic steps and one map step on it. Belongs to
 * one thread.
 */
final class SparseOtSolver implements OptimalTransportSolver {
    private static final String MOMENTS = "rmsprop.";

    private final NDManager root;
    private final SparseOt spec;
    private final Batches batches;
    private final CostSchedule cost;
    private final Side<TransportMap> map;
    private final Side<Potential> critic;
    private final WeightAverage average;
    private final Draws draws;
    private long iteration;

    private record Side<F>(F function, Parameters weights, RmsProp rmsProp) {}

    private SparseOtSolver(
            NDManager root, SparseOt spec, SolverAssembly parts, SolverState state, Draws draws) {
        this.root = root;
        this.spec = spec;
        this.draws = draws;
        this.batches = parts.batches(spec.batchSize());
        this.cost = parts.cost(spec.cost(), spec.map(), List.of(Arithmetic.FLOAT32));
        Parameters theta = parts.weights(Players.MAP_WEIGHTS, spec.map());
        Parameters omega = parts.weights(Players.POTENTIAL_WEIGHTS, spec.potential());
        this.map =
                new Side<>(
                        spec.map().over(theta), theta, parts.rmsProp(theta, Players.MAP, MOMENTS));
        this.critic =
                new Side<>(
                        spec.potential().over(omega),
                        omega,
                        parts.rmsProp(omega, Players.POTENTIAL, MOMENTS));
        this.average = parts.average(Players.AVERAGE_WEIGHTS, theta, spec.averageDecay());
        this.iteration = state.iteration();
    }

    static SparseOtSolver open(SparseOt spec, Compute compute, SolverState state, Draws draws) {
        compute.requireOneDevice("sparse-ot");
        compute.float32Because("the gradient penalty of sparse-ot is differentiated twice");
        return compute.owning(
                root ->
                        new SparseOtSolver(
                                root,
                                spec,
                                new SolverAssembly(root, state, compute.memoryFormat()),
                                state,
                                draws));
    }

    /** Owner of all that outlives a step; tests seal it. */
    NDManager root() {
        return root;
    }

    @Override
    public StepReport step(Sampler source, Sampler target) {
        try (NDManager scope = root.newSubManager()) {
            NDArray x = batches.draw(source, scope);
            NDArray hr = batches.draw(target, scope);
            NDArray sr = GradientScope.withoutGradient(() -> map.function().of(x));
            float[] ofSrAndHr = updateCritic(sr, hr);
            double penalty = penalize(sr, hr);
            float[] contentAndOfSr = updateMap(x);
            StepReport report = report(ofSrAndHr, penalty, contentAndOfSr);
            iteration++;
            average.follow(map.weights(), map.rmsProp().updates());
            cost.after(iteration, map.weights());
            return report;
        }
    }

    /** mean f(T(x)) - mean f(y), minimised over ω. */
    private float[] updateCritic(NDArray sr, NDArray hr) {
        try (GradientScope scope = GradientScope.recording(root)) {
            NDArray ofSr = critic.function().of(local(scope, sr)).mean();
            NDArray ofHr = critic.function().of(local(scope, hr)).mean();
            float[] values = {value(ofSr), value(ofHr)};
            critic.rmsProp().step(ofSr.sub(ofHr), spec.potentialRate().at(iteration));
            return values;
        }
    }

    /** The gradient penalty as a step of its own, with the same running squares. */
    private double penalize(NDArray sr, NDArray hr) {
        try (GradientScope scope = GradientScope.recording(root)) {
            GradientPenalty penalty = new GradientPenalty(spec.gradientPenalty());
            NDArray y = local(scope, hr);
            PotentialBatch batch = // the penalty looks at none of f(y), f(T(x)), c(x, y)
                    new PotentialBatch(critic.function(), local(scope, sr), y, y, y, any -> any);
            NDArray zero = scope.manager().zeros(new ai.djl.ndarray.types.Shape());
            NDArray loss = penalty.addTo(zero, batch, draws.ofUpdate(iteration));
            double value = value(loss);
            critic.rmsProp().step(loss, spec.potentialRate().at(iteration));
            return value;
        }
    }

    /** σ mean c(x, T(x)) - mean f(T(x)), minimised over θ. */
    private float[] updateMap(NDArray batch) {
        try (GradientScope scope = GradientScope.recording(root)) {
            NDArray x = local(scope, batch);
            NDArray sr = map.function().of(x);
            NDArray content = cost.current(Arithmetic.FLOAT32).of(x, sr).mean();
            NDArray ofSr = critic.function().of(sr).mean();
            float[] values = {value(content), value(ofSr)};
            NDArray loss = TorchOps.scale(content, spec.sigma()).sub(ofSr);
            map.rmsProp().step(loss, spec.mapRate().at(iteration));
            return values;
        }
    }

    /** The same memory owned by the update's scope: results belong to their first operand's. */
    private static NDArray local(GradientScope scope, NDArray array) {
        NDArray alias = TorchOps.detach(array);
        alias.attach(scope.manager());
        return alias;
    }

    private static float value(NDArray scalar) {
        return TorchOps.detach(scalar).getFloat();
    }

    private StepReport report(float[] f, double penalty, float[] m) {
        double mapLoss = spec.sigma() * m[0] - m[1];
        if (!Double.isFinite(f[0] + f[1] + penalty + mapLoss)) {
            throw new DivergedException(
                    "Iteration %d: f(T(x)) %s, f(y) %s, penalty %s, loss of the map %s"
                            .formatted(iteration + 1, f[0], f[1], penalty, mapLoss));
        }
        return new StepReport(iteration + 1, f[1] - f[0], mapLoss, m[0], f[0], f[1], penalty);
    }

    @Override
    public List<Long> reanchors() {
        return cost.reanchors();
    }

    @Override
    public long iteration() {
        return iteration;
    }

    @Override
    public TransportMap map() {
        return map.function();
    }

    @Override
    public Map<String, HostTensor> averagedWeights() {
        return average.weights().toHost();
    }

    @Override
    public SolverState state() {
        Map<String, HostTensor> tensors = new HashMap<>();
        Players.put(tensors, Players.MAP_WEIGHTS, map.weights().toHost());
        Players.put(tensors, Players.POTENTIAL_WEIGHTS, critic.weights().toHost());
        Players.put(tensors, Players.AVERAGE_WEIGHTS, averagedWeights());
        Players.put(tensors, MOMENTS + Players.MAP + ".", map.rmsProp().moments());
        Players.put(tensors, MOMENTS + Players.POTENTIAL + ".", critic.rmsProp().moments());
        Players.put(tensors, Players.COST, cost.state());
        Map<String, Long> counters =
                Map.of(
                        Players.MAP, map.rmsProp().updates(),
                        Players.POTENTIAL, critic.rmsProp().updates());
        return new SolverState(draws.seed(), iteration, counters, tensors);
    }

    @Override
    public void close() {
        cost.close();
        root.close();
    }
}
