package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.ConvexPotential;
import io.monge.ot.DivergedException;
import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Adam;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link DualPotentials}: one loss, one descent step of both potentials. Belongs to one thread. */
final class DualSolver implements OptimalTransportSolver {
    private static final String PSI = "potential";
    private static final String PHI = "inverse";
    private static final String AVERAGE = "average.";

    private final NDManager root;
    private final DualPotentials spec;
    private final Batches batches;
    private final Player<ConvexPotential> psi;
    private final Player<ConvexPotential> phi;
    private final WeightAverage average;
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
        this.psi = player(parts, PSI, spec.optimizer());
        this.phi = player(parts, PHI, spec.inverseOptimizer());
        this.average = parts.average(AVERAGE, psi.weights(), spec.averageDecay());
        this.iteration = state.iteration();
    }

    private Player<ConvexPotential> player(
            SolverAssembly parts, String name, OptimizerSpec optimizer) {
        Parameters weights = parts.weights(name + ".", spec.convex());
        Adam adam = parts.adam(weights, optimizer, name, "adam." + name + ".");
        ConvexPotential function = spec.convex().over(weights);
        return Player.exact(function, weights, adam, optimizer.learningRate());
    }

    /** The state before the first iteration: both potentials with the same random weights. */
    static SolverState start(DualPotentials spec, long seed) {
        Map<String, HostTensor> tensors = new HashMap<>();
        Map<String, HostTensor> weights = spec.convex().initialWeights(seed);
        Players.put(tensors, PSI + ".", weights);
        Players.put(tensors, PHI + ".", weights);
        return new SolverState(seed, 0, Map.of(PSI, 0L, PHI, 0L), tensors);
    }

    static DualSolver open(DualPotentials spec, Compute compute, SolverState state) {
        return open(spec, compute, state, new SeededDraws(state.seed()));
    }

    /** As above, with the solver's own randomness given. */
    static DualSolver open(DualPotentials spec, Compute compute, SolverState state, Draws draws) {
        NDManager root = compute.openRoot();
        try {
            compute.float32Because("the map of dual-potentials is the gradient of its potential");
            SolverAssembly parts = new SolverAssembly(root, state, compute.memoryFormat());
            return new DualSolver(root, spec, parts, state, draws);
        } catch (RuntimeException e) {
            root.close();
            throw e;
        }
    }

    /** Owner of all that outlives a step; tests seal it. */
    NDManager root() {
        return root;
    }

    @Override
    public StepReport step(Sampler source, Sampler target) {
        try (GradientScope scope = GradientScope.recording(root)) {
            NDArray x = batches.draw(source, scope.manager());
            NDArray y = batches.draw(target, scope.manager());
            DualBatch batch =
                    new DualBatch(psi.function(), phi.function(), x, y, draws.ofUpdate(iteration));
            List<NDArray> losses = spec.objective().losses(batch);
            NDArray loss = losses.stream().reduce(NDArray::add).orElseThrow();
            StepReport report = report(loss, losses.get(0), x);
            descend(loss);
            average.follow(psi.weights(), psi.adam().updates());
            iteration++;
            return report;
        }
    }

    private void descend(NDArray loss) {
        List<NDArray> variables = new ArrayList<>(psi.weights().arrays());
        int split = variables.size();
        variables.addAll(phi.weights().arrays());
        List<NDArray> gradients = TorchOps.grad(loss, variables);
        psi.descend(gradients.subList(0, split), iteration);
        phi.descend(gradients.subList(split, gradients.size()), iteration);
        if (spec.objective().staysConvex()) {
            psi.function().project();
            phi.function().project();
        }
    }

    /**
     * In the report's terms: L_f = minus the loss of ψ (of both, where there is one), L_T the sum
     * that is minimised, the content mean (∇ψ(x) - x)² per coordinate.
     */
    private StepReport report(NDArray loss, NDArray ofPsi, NDArray x) {
        double total = value(loss);
        double first = value(ofPsi);
        if (!Double.isFinite(total)) {
            throw new DivergedException(
                    "Iteration %d: the loss is %s".formatted(iteration + 1, total));
        }
        NDArray moved = GradientScope.withoutGradient(() -> psi.function().push(x));
        double content = value(TorchOps.detach(moved).sub(x).square().mean());
        return new StepReport(iteration + 1, -first, total, content, 0, 0, 0);
    }

    private static double value(NDArray scalar) {
        return TorchOps.detach(scalar).getFloat();
    }

    @Override
    public long iteration() {
        return iteration;
    }

    @Override
    public TransportMap map() {
        return psi.function()::push;
    }

    /** ∇φ. */
    @Override
    public Optional<TransportMap> inverse() {
        return Optional.of(phi.function()::push);
    }

    @Override
    public Map<String, HostTensor> averagedWeights() {
        return average.weights().toHost();
    }

    @Override
    public SolverState state() {
        Map<String, HostTensor> tensors = new HashMap<>();
        Players.put(tensors, PSI + ".", psi.weights().toHost());
        Players.put(tensors, PHI + ".", phi.weights().toHost());
        Players.put(tensors, AVERAGE, averagedWeights());
        Players.put(tensors, "adam." + PSI + ".", psi.adam().moments());
        Players.put(tensors, "adam." + PHI + ".", phi.adam().moments());
        Map<String, Long> counters = Map.of(PSI, psi.adam().updates(), PHI, phi.adam().updates());
        return new SolverState(draws.seed(), iteration, counters, tensors);
    }

    @Override
    public void close() {
        root.close();
    }
}
