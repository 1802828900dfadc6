package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
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
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** {@link SemiDual}: read {@link #step}. Belongs to one thread. */
final class SemiDualSolver implements OptimalTransportSolver {
    static final String PSI = "potential";
    private static final String CONJUGATE = "conjugate";
    private static final String AVERAGE = "average.";

    private final NDManager root;
    private final Conjugation conjugation;
    private final Batches batches;
    private final Player<ConvexPotential> psi;
    private final Player<TransportMap> conjugate;
    private final WeightAverage average;
    private final long seed;
    private long iteration;

    private SemiDualSolver(NDManager root, SemiDual spec, SolverAssembly parts, SolverState state) {
        this.root = root;
        this.conjugation = new Conjugation(spec.refinements(), spec.tolerance());
        this.batches = parts.batches(spec.batchSize());
        Parameters ofPsi = parts.weights(PSI + ".", spec.convex());
        Parameters ofConjugate = parts.weights(CONJUGATE + ".", spec.conjugate());
        this.psi =
                player(
                        spec.convex().over(ofPsi),
                        ofPsi,
                        adam(parts, ofPsi, PSI, spec.optimizer()),
                        spec.optimizer());
        this.conjugate =
                player(
                        spec.conjugate().over(ofConjugate),
                        ofConjugate,
                        adam(parts, ofConjugate, CONJUGATE, spec.conjugateOptimizer()),
                        spec.conjugateOptimizer());
        this.average = parts.average(AVERAGE, ofPsi, spec.averageDecay());
        this.seed = state.seed();
        this.iteration = state.iteration();
    }

    private static Adam adam(
            SolverAssembly parts, Parameters weights, String name, OptimizerSpec optimizer) {
        return parts.adam(weights, optimizer, name, "adam." + name + ".");
    }

    private static <F> Player<F> player(
            F function, Parameters weights, Adam adam, OptimizerSpec optimizer) {
        return Player.exact(function, weights, adam, optimizer.learningRate());
    }

    /** The state before the first iteration. */
    static SolverState start(SemiDual spec, long seed) {
        SplittableRandom seeds = new SplittableRandom(seed);
        Map<String, HostTensor> tensors = new HashMap<>();
        Players.put(tensors, PSI + ".", spec.convex().initialWeights(seeds.nextLong()));
        Players.put(tensors, CONJUGATE + ".", spec.conjugate().initialWeights(seeds.nextLong()));
        return new SolverState(seed, 0, Map.of(PSI, 0L, CONJUGATE, 0L), tensors);
    }

    static SemiDualSolver open(SemiDual spec, Compute compute, SolverState state) {
        compute.requireOneDevice("semi-dual");
        compute.float32Because("the map of semi-dual is the gradient of its potential");
        return compute.owning(
                root ->
                        new SemiDualSolver(
                                root,
                                spec,
                                new SolverAssembly(root, state, compute.memoryFormat()),
                                state));
    }

    /** Owner of all that outlives a step; tests seal it. */
    NDManager root() {
        return root;
    }

    /** Guess, refine, let S learn from the refinement, and descend mean ψ(x) - mean ψ(û). */
    @Override
    public StepReport step(Sampler source, Sampler target) {
        try (GradientScope scope = GradientScope.recording(root)) {
            NDArray x = batches.draw(source, scope.manager());
            NDArray y = batches.draw(target, scope.manager());
            NDArray guess = conjugate.function().of(y);
            Conjugation.Point found = refined(y, TorchOps.detach(guess));
            NDArray distance = Convexity.squareNorm(guess.sub(found.at())).mean();
            NDList values = psi.function().of(x.concat(found.at())).split(2);
            NDArray ofX = values.get(0).mean();
            NDArray ofFound = values.get(1).mean();
            StepReport report = report(ofX, ofFound, distance, found.residual());
            conjugate.descend(distance, iteration);
            if (found.usable()) { // else only S learns, until its guesses are good enough again
                psi.descend(ofX.sub(ofFound), iteration); // ∇ of mean ψ(x) + ψ*(y), by Danskin
                psi.function().project();
                average.follow(psi.weights(), psi.adam().updates());
            }
            iteration++;
            return report;
        }
    }

    private Conjugation.Point refined(NDArray y, NDArray guess) {
        return GradientScope.withoutGradient(() -> conjugation.of(psi.function(), y, guess));
    }

    /**
     * In the report's terms: L_f = mean ψ(û) - mean ψ(x), the correlation that is maximised; L_T
     * how far S was from û, mean of squares; the content what the refinement left, mean ‖y -
     * ∇ψ(û)‖².
     */
    private StepReport report(NDArray ofX, NDArray ofFound, NDArray distance, NDArray residual) {
        double x = TorchOps.value(ofX);
        double found = TorchOps.value(ofFound);
        double guessed = TorchOps.value(distance);
        if (!Double.isFinite(x - found + guessed)) {
            throw new DivergedException(
                    "Iteration %d: mean psi(x) is %s, mean psi(u) %s, the guess %s away"
                            .formatted(iteration + 1, x, found, guessed));
        }
        double left = TorchOps.value(Convexity.squareNorm(residual).mean());
        return new StepReport(iteration + 1, found - x, guessed, left, x, found, 0);
    }

    @Override
    public long iteration() {
        return iteration;
    }

    @Override
    public TransportMap map() {
        return psi.function()::push;
    }

    @Override
    public Map<String, HostTensor> averagedWeights() {
        return average.weights().toHost();
    }

    @Override
    public SolverState state() {
        Map<String, HostTensor> tensors = new HashMap<>();
        Players.put(tensors, PSI + ".", psi.weights().toHost());
        Players.put(tensors, CONJUGATE + ".", conjugate.weights().toHost());
        Players.put(tensors, AVERAGE, averagedWeights());
        Players.put(tensors, "adam." + PSI + ".", psi.adam().moments());
        Players.put(tensors, "adam." + CONJUGATE + ".", conjugate.adam().moments());
        Map<String, Long> counters =
                Map.of(PSI, psi.adam().updates(), CONJUGATE, conjugate.adam().updates());
        return new SolverState(seed, iteration, counters, tensors);
    }

    @Override
    public void close() {
        root.close();
    }
}
