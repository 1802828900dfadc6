package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.DescentVitals;
import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Potential;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.TransportCost;
import io.monge.ot.TransportMap;
import io.monge.ot.cost.CostSchedule;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Algorithm 1 and its relatives: the one loop behind OTS, the regularised IPM GAN and SOT, which
 * differ only in their {@link MinimaxProblem}.
 *
 * <p>Read {@link #step}, {@link #updatePotential}, {@link #updateMap}. Belongs to one thread, which
 * is the only one to touch its arrays.
 */
final class MinimaxSolver implements OptimalTransportSolver {
    private final NDManager root;
    private final MinimaxProblem problem;
    private final Players players;
    private final Batches batches;
    private final Draws draws;
    private long iteration;
    private long repeats;

    MinimaxSolver(
            NDManager root, MinimaxProblem problem, Players players, Batches batches, Draws draws) {
        this.root = root;
        this.problem = problem;
        this.players = players;
        this.batches = batches;
        this.draws = draws;
    }

    /** Continues the count of a run that was interrupted. */
    MinimaxSolver after(long iterations) {
        iteration = iterations;
        return this;
    }

    /** Owner of all that outlives a step; tests seal it to prove that a step leaves nothing. */
    NDManager root() {
        return root;
    }

    /** Both sides, for solvers that build on this one. */
    Players players() {
        return players;
    }

    @Override
    public StepReport step(Sampler source, Sampler target) {
        try (NDManager scope = root.newSubManager()) {
            Tally tally = new Tally(scope);
            problem.alternation()
                    .run(
                            () -> updatePotential(source, target, tally),
                            () -> updateMap(source, tally));
            StepReport report = tally.report(iteration + 1, problem);
            iteration++;
            problem.after(iteration, players.map());
            return report;
        }
    }

    /** L_f = mean f(y) - mean f(T(x)), maximised over ω (lines 3 to 5): we minimise -L_f. */
    private void updatePotential(Sampler source, Sampler target, Tally tally) {
        try (GradientScope scope = GradientScope.recording(root)) {
            NDArray x = batches.draw(source, scope.manager());
            NDArray hr = batches.draw(target, scope.manager());
            Descent descent =
                    players.firstFinite(List.of(x, hr), this::potentialDescent, this::repeated);
            tally.potentialUpdate(descent.measured());
            players.potential().descend(descent.gradients(), iteration);
        }
    }

    private Descent potentialDescent(Players.Round round, List<NDArray> drawn) {
        NDArray x = drawn.get(0);
        NDArray hr = drawn.get(1);
        TransportMap map = round.map().function();
        NDArray sr = GradientScope.withoutGradient(() -> map.of(x));
        long update = players.potential().adam().updates();
        RandomGenerator random = round.branch(draws.ofUpdate(update));
        Potential potential = problem.view().of(round.potential().function(), random);
        // Two passes: a bias that moves both means alike then has the gradient zero exactly. In a
        // joint batch rounding would be left of it, which Adam turns into steps.
        NDArray fOfSr = potential.of(sr);
        NDArray fOfHr = potential.of(hr);
        TransportCost cost = problem.cost(round);
        PotentialBatch batch =
                new PotentialBatch(potential, sr, hr, fOfSr, fOfHr, y -> content(cost, x, y));
        NDArray ofSr = batch.ofSr().mean();
        NDArray ofHr = batch.ofHr().mean();
        NDArray loss = problem.constraint().addTo(ofSr.sub(ofHr), batch, random);
        return Descent.of(loss, round.potential().weights(), List.of(ofSr, ofHr, loss));
    }

    /** λ c(x, y), (n). */
    private NDArray content(TransportCost cost, NDArray x, NDArray y) {
        return TorchOps.scale(cost.of(x, y), problem.contentWeight());
    }

    /** L_T = mean [λ c(x, T(x)) - f(T(x))], minimised over θ (lines 6 to 9) on fresh x. */
    private void updateMap(Sampler source, Tally tally) {
        try (GradientScope scope = GradientScope.recording(root)) {
            NDArray x = batches.draw(source, scope.manager());
            Descent descent = players.firstFinite(List.of(x), this::mapDescent, this::repeated);
            tally.mapUpdate(descent.measured());
            players.map().descend(descent.gradients(), iteration);
        }
        players.average().follow(players.map().weights(), players.map().adam().updates());
    }

    private Descent mapDescent(Players.Round round, List<NDArray> drawn) {
        NDArray x = drawn.get(0);
        NDArray sr = round.map().function().of(x);
        TransportCost cost = problem.cost(round);
        NDArray content = cost.of(x, sr).mean();
        // Below zero: the numbers from zero on are the potential's.
        long update = ~players.map().adam().updates();
        RandomGenerator random = round.branch(draws.ofUpdate(update));
        Potential potential = problem.view().of(round.potential().function(), random);
        NDArray ofSr = potential.of(sr).mean();
        // Gradients of θ alone are asked for: nothing to freeze, nothing to reset.
        NDArray loss = TorchOps.scale(content, problem.contentWeight()).sub(ofSr);
        return Descent.of(loss, round.map().weights(), List.of(content, ofSr));
    }

    @Override
    public long iteration() {
        return iteration;
    }

    @Override
    public List<Long> reanchors() {
        return problem.costs().get(0).reanchors();
    }

    private void repeated() {
        repeats++;
    }

    @Override
    public long float32Repeats() {
        return repeats;
    }

    @Override
    public Optional<DescentVitals> vitals() {
        return Optional.of(
                new DescentVitals(
                        players.potential().adam().gradientNorm(),
                        players.map().adam().gradientNorm(),
                        players.potential().learningRate().at(iteration),
                        players.map().learningRate().at(iteration)));
    }

    @Override
    public TransportMap map() {
        return players.map().function();
    }

    @Override
    public Map<String, HostTensor> averagedWeights() {
        return players.average().weights().toHost();
    }

    @Override
    public SolverState state() {
        return players.state(draws.seed(), iteration, problem.costs().get(0).state());
    }

    @Override
    public void close() {
        players.replicas().close();
        problem.costs().forEach(CostSchedule::close);
        root.close();
    }
}
