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
import io.monge.ot.tensor.Convexity;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link Wasserstein2}: one loss over two convex potentials, one descent step of both, then the
 * projection. Belongs to one thread.
 */
final class Wasserstein2Solver implements OptimalTransportSolver {
    private static final String PSI = "potential";
    private static final String PHI = "inverse";
    private static final String AVERAGE = "average.";

    private final NDManager root;
    private final Wasserstein2 spec;
    private final Batches batches;
    private final Player<ConvexPotential> psi;
    private final Player<ConvexPotential> phi;
    private final WeightAverage average;
    private final long seed;
    private long iteration;

    private Wasserstein2Solver(
            NDManager root, Wasserstein2 spec, SolverAssembly parts, SolverState state) {
        this.root = root;
        this.spec = spec;
        this.batches = parts.batches(spec.batchSize());
        this.psi = player(parts, PSI, spec.optimizer());
        this.phi = player(parts, PHI, spec.inverseOptimizer());
        this.average = parts.average(AVERAGE, psi.weights(), spec.averageDecay());
        this.seed = state.seed();
        this.iteration = state.iteration();
    }

    private Player<ConvexPotential> player(
            SolverAssembly parts, String name, OptimizerSpec optimizer) {
        Parameters weights = parts.weights(name + ".", spec.convex());
        Adam adam = parts.adam(weights, optimizer, name, "adam." + name + ".");
        return Player.exact(spec.convex().over(weights), weights, adam, optimizer.learningRate());
    }

    /** The state before the first iteration: both potentials with the same random weights. */
    static SolverState start(Wasserstein2 spec, long seed) {
        Map<String, HostTensor> tensors = new HashMap<>();
        spec.convex()
                .initialWeights(seed)
                .forEach(
                        (name, tensor) -> {
                            tensors.put(PSI + "." + name, tensor);
                            tensors.put(PHI + "." + name, tensor);
                        });
        return new SolverState(seed, 0, Map.of(PSI, 0L, PHI, 0L), tensors);
    }

    static Wasserstein2Solver open(Wasserstein2 spec, Compute compute, SolverState state) {
        NDManager root = compute.openRoot();
        try {
            compute.float32Because("the loss of wasserstein2 holds gradients of its potentials");
            SolverAssembly parts = new SolverAssembly(root, state, compute.memoryFormat());
            return new Wasserstein2Solver(root, spec, parts, state);
        } catch (RuntimeException e) {
            root.close();
            throw e;
        }
    }

    /** Owner of all that outlives a step; tests seal it. */
    NDManager root() {
        return root;
    }

    /** The first step pre-trains to the identity first. */
    @Override
    public StepReport step(Sampler source, Sampler target) {
        if (iteration == 0) {
            startAtIdentity(source);
        }
        StepReport report =
                switch (spec.direction()) {
                    case FORWARD -> update(psi, phi, source, target);
                    case REVERSED -> update(phi, psi, target, source);
                };
        average.follow(psi.weights(), psi.adam().updates());
        iteration++;
        return report;
    }

    /**
     * Mean ‖∇ψ(x) - x‖² over samples, minimised; then φ becomes a copy of ψ.
     *
     * @return the last loss
     */
    double startAtIdentity(Sampler source) {
        IdentityStart start = spec.start();
        try (NDManager scratch = root.newSubManager()) {
            Adam adam = new Adam(scratch, psi.weights(), start.optimizer().hyperparameters());
            double loss = Double.POSITIVE_INFINITY;
            for (int i = 0; i < start.mostSteps() && loss >= start.tolerance(); i++) {
                loss = identityStep(adam, source, i);
            }
            GradientScope.withoutGradient(
                    () -> {
                        TorchOps.copyInto(phi.weights().arrays(), psi.weights().arrays());
                        return iteration;
                    });
            return loss;
        }
    }

    private double identityStep(Adam adam, Sampler source, int step) {
        IdentityStart start = spec.start();
        try (GradientScope scope = GradientScope.recording(root)) {
            NDArray x = TorchOps.scale(batches.draw(source, scope.manager()), start.spread());
            NDArray difference = psi.function().push(x).sub(x);
            NDArray loss = Convexity.squareNorm(difference).mean();
            NDArray total = withMagnitudes(loss, List.of(psi.weights()), scope);
            double value = finite(total, "pre-training step " + (step + 1));
            adam.step(total, start.optimizer().learningRate().at(step));
            psi.function().project();
            return value;
        }
    }

    /**
     * L = mean a(x) - mean a(∇b(y)) + λ (‖∇a(∇b(y)) - y‖² + ‖∇b(∇a(x)) - x‖²), means of squares
     * over samples and coordinates; ∇b(y) is not differentiated in the second term.
     */
    private StepReport update(
            Player<ConvexPotential> a, Player<ConvexPotential> b, Sampler p, Sampler q) {
        try (GradientScope scope = GradientScope.recording(root)) {
            NDArray x = batches.draw(p, scope.manager());
            NDArray y = batches.draw(q, scope.manager());
            NDArray back = b.function().push(y);
            NDArray ofX = a.function().of(x).mean();
            NDArray ofBack = a.function().of(TorchOps.detach(back)).mean();
            NDArray cycles = meanSquare(a.function().push(back), y);
            if (spec.cycle() == Wasserstein2.Cycle.BOTH) {
                NDArray there = a.function().push(x);
                cycles = cycles.add(meanSquare(b.function().push(there), x));
            }
            NDArray loss = TorchOps.addScaled(ofX.sub(ofBack), cycles, spec.cycleWeight());
            NDArray total = withMagnitudes(loss, List.of(a.weights(), b.weights()), scope);
            StepReport report = report(total, ofX, ofBack, cycles, meanSquare(back, y));
            descend(total);
            return report;
        }
    }

    private static NDArray meanSquare(NDArray u, NDArray v) {
        return u.sub(v).square().mean();
    }

    private NDArray withMagnitudes(NDArray loss, List<Parameters> weights, GradientScope scope) {
        NDArray total = loss;
        if (spec.magnitudeWeight() > 0) {
            for (Parameters part : weights) {
                NDArray sum = Convexity.sumOfMagnitudes(scope.manager(), part.arrays());
                total = TorchOps.addScaled(total, sum, spec.magnitudeWeight());
            }
        }
        return total;
    }

    /** One backward pass for both, a step each, then the projection. */
    private void descend(NDArray loss) {
        List<NDArray> variables = new ArrayList<>(psi.weights().arrays());
        int split = variables.size();
        variables.addAll(phi.weights().arrays());
        List<NDArray> gradients = TorchOps.grad(loss, variables);
        psi.adam().apply(gradients.subList(0, split), psi.learningRate().at(iteration));
        phi.adam()
                .apply(
                        gradients.subList(split, gradients.size()),
                        phi.learningRate().at(iteration));
        psi.function().project();
        phi.function().project();
    }

    /**
     * In the report's terms: L_f = mean a(∇b(y)) - mean a(x), the correlation that is maximised;
     * L_T the whole loss; the content the mean square of ∇b(y) - y; the penalty λ times the cycles.
     */
    private StepReport report(
            NDArray total, NDArray ofX, NDArray ofBack, NDArray cycles, NDArray content) {
        double loss = finite(total, "iteration " + (iteration + 1));
        double x = value(ofX);
        double back = value(ofBack);
        return new StepReport(
                iteration + 1,
                back - x,
                loss,
                value(content),
                x,
                back,
                spec.cycleWeight() * value(cycles));
    }

    private static double finite(NDArray loss, String when) {
        double value = value(loss);
        if (!Double.isFinite(value)) {
            throw new DivergedException("The loss is %s at %s".formatted(value, when));
        }
        return value;
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
        return new SolverState(seed, iteration, counters, tensors);
    }

    @Override
    public void close() {
        root.close();
    }
}
