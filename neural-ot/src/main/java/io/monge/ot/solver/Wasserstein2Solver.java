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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link Wasserstein2}: one loss over two convex potentials, one descent step of both, then the
 * projection. Belongs to one thread.
 */
final class Wasserstein2Solver implements OptimalTransportSolver {
    private final NDManager root;
    private final Wasserstein2 spec;
    private final Batches batches;
    private final ConvexPair pair;
    private final long seed;
    private long iteration;

    private Wasserstein2Solver(
            NDManager root, Wasserstein2 spec, SolverAssembly parts, SolverState state) {
        this.root = root;
        this.spec = spec;
        this.batches = parts.batches(spec.batchSize());
        this.pair =
                ConvexPair.of(
                        parts,
                        spec.convex(),
                        spec.optimizer(),
                        spec.inverseOptimizer(),
                        spec.averageDecay());
        this.seed = state.seed();
        this.iteration = state.iteration();
    }

    static Wasserstein2Solver open(Wasserstein2 spec, Compute compute, SolverState state) {
        compute.requireOneDevice("wasserstein2");
        compute.float32Because("the loss of wasserstein2 holds gradients of its potentials");
        return compute.owning(
                root ->
                        new Wasserstein2Solver(
                                root,
                                spec,
                                new SolverAssembly(root, state, compute.memoryFormat()),
                                state));
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
                    case FORWARD -> update(pair.psi(), pair.phi(), source, target);
                    case REVERSED -> update(pair.phi(), pair.psi(), target, source);
                };
        pair.follow();
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
            Adam adam =
                    new Adam(scratch, pair.psi().weights(), start.optimizer().hyperparameters());
            double loss = Double.POSITIVE_INFINITY;
            for (int i = 0; i < start.mostSteps() && loss >= start.tolerance(); i++) {
                loss = identityStep(adam, source, i);
            }
            GradientScope.withoutGradient(
                    () -> {
                        TorchOps.copyInto(
                                pair.phi().weights().arrays(), pair.psi().weights().arrays());
                        return iteration;
                    });
            return loss;
        }
    }

    private double identityStep(Adam adam, Sampler source, int step) {
        IdentityStart start = spec.start();
        try (GradientScope scope = GradientScope.recording(root)) {
            NDArray x = TorchOps.scale(batches.draw(source, scope.manager()), start.spread());
            NDArray difference = pair.psi().function().push(x).sub(x);
            NDArray loss = Convexity.squareNorm(difference).mean();
            NDArray total = withMagnitudes(loss, List.of(pair.psi().weights()), scope);
            double value = finite(total, "pre-training step " + (step + 1));
            adam.step(total, start.optimizer().learningRate().at(step));
            pair.psi().function().project();
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
            pair.descend(total, iteration);
            pair.project();
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

    /**
     * In the report's terms: L_f = mean a(∇b(y)) - mean a(x), the correlation that is maximised;
     * L_T the whole loss; the content the mean square of ∇b(y) - y; the penalty λ times the cycles.
     */
    private StepReport report(
            NDArray total, NDArray ofX, NDArray ofBack, NDArray cycles, NDArray content) {
        double loss = finite(total, "iteration " + (iteration + 1));
        double x = TorchOps.value(ofX);
        double back = TorchOps.value(ofBack);
        return new StepReport(
                iteration + 1,
                back - x,
                loss,
                TorchOps.value(content),
                x,
                back,
                spec.cycleWeight() * TorchOps.value(cycles));
    }

    private static double finite(NDArray loss, String when) {
        double value = TorchOps.value(loss);
        if (!Double.isFinite(value)) {
            throw new DivergedException("The loss is %s at %s".formatted(value, when));
        }
        return value;
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
        return pair.state(seed, iteration);
    }

    @Override
    public void close() {
        root.close();
    }
}
