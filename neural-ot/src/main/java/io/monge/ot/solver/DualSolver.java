package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.DivergedException;
import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@link DualPotentials}: one loss, one descent step of both potentials. Belongs to one thread. */
final class DualSolver implements OptimalTransportSolver {
    private final NDManager root;
    private final DualPotentials spec;
    private final Batches batches;
    private final ConvexPair pair;
    private final Draws draws;
    private long iteration;

    private DualSolver(
            NDManager root,
            DualPotentials spec,
            SolverAssembly parts,
            SolverState state,
            Draws draws) {
        this.root = root;
        this.spec = spec;
        this.draws = draws;
        this.batches = parts.batches(spec.batchSize());
        this.pair =
                ConvexPair.of(
                        parts,
                        spec.convex(),
                        spec.optimizer(),
                        spec.inverseOptimizer(),
                        spec.averageDecay());
        this.iteration = state.iteration();
    }

    static DualSolver open(DualPotentials spec, Compute compute, SolverState state) {
        return open(spec, compute, state, new SeededDraws(state.seed()));
    }

    /** As above, with the solver's own randomness given. */
    static DualSolver open(DualPotentials spec, Compute compute, SolverState state, Draws draws) {
        compute.requireOneDevice("dual-potentials");
        compute.float32Because("the map of dual-potentials is the gradient of its potential");
        return compute.owning(
                root ->
                        new DualSolver(
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
        return step(source, target, spec.objective()::losses);
    }

    /** As above with the losses given: not everything they depend on is in the batch. */
    StepReport step(Sampler source, Sampler target, Function<DualBatch, List<NDArray>> objective) {
        try (GradientScope scope = GradientScope.recording(root)) {
            NDArray x = batches.draw(source, scope.manager());
            NDArray y = batches.draw(target, scope.manager());
            DualBatch batch =
                    new DualBatch(
                            pair.psi().function(),
                            pair.phi().function(),
                            x,
                            y,
                            draws.ofUpdate(iteration));
            List<NDArray> losses = objective.apply(batch);
            NDArray loss = losses.stream().reduce(NDArray::add).orElseThrow();
            StepReport report = report(loss, losses.get(0), x);
            pair.descend(loss, iteration);
            if (spec.objective().staysConvex()) {
                pair.project();
            }
            pair.follow();
            iteration++;
            return report;
        }
    }

    /**
     * In the report's terms: L_f = minus the loss of ψ (of both, where there is one), L_T the sum
     * that is minimised, the content mean (∇ψ(x) - x)² per coordinate.
     */
    private StepReport report(NDArray loss, NDArray ofPsi, NDArray x) {
        double total = TorchOps.value(loss);
        double first = TorchOps.value(ofPsi);
        if (!Double.isFinite(total)) {
            throw new DivergedException(
                    "Iteration %d: the loss is %s".formatted(iteration + 1, total));
        }
        NDArray moved = GradientScope.withoutGradient(() -> pair.psi().function().push(x));
        double content = TorchOps.value(TorchOps.detach(moved).sub(x).square().mean());
        return new StepReport(iteration + 1, -first, total, content, 0, 0, 0);
    }

    @Override
    public long iteration() {
        return iteration;
    }

    @Override
    public TransportMap map() {
        return pair.psi().function()::push;
    }

    /** ∇φ. */
    @Override
    public Optional<TransportMap> inverse() {
        return Optional.of(pair.phi().function()::push);
    }

    @Override
    public Map<String, HostTensor> averagedWeights() {
        return pair.average().weights().toHost();
    }

    @Override
    public SolverState state() {
        return pair.state(draws.seed(), iteration);
    }

    @Override
    public void close() {
        root.close();
    }
}
