package io.monge.ot.benchmark;

import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Sampler;
import io.monge.ot.StepReport;
import io.monge.ot.solver.SolverSpec;
import io.monge.ot.tensor.Compute;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Fits one method to one pair and scores what it has found.
 *
 * <p>A run of given time does not know its number of passes: it plans with a guess, and as it
 * learns how fast it is, continues under the method {@link BenchmarkMethod#lasting} the new number,
 * so that learning rates reach their floor as the time runs out. One run, one thread.
 */
public final class BenchmarkRun {
    /** Enough for moments of 64 dimensions to one percent. */
    private static final int TRAINING_POINTS = 1 << 15;

    private final UnpairedSamples samples;
    private final BenchmarkMethod method;
    private final RunLength length;
    private final Compute compute;
    private final long seed;
    private final Consumer<RunProgress> listener;

    public BenchmarkRun(
            UnpairedSamples samples,
            BenchmarkMethod method,
            RunLength length,
            Compute compute,
            long seed) {
        this(samples, method, length, compute, seed, progress -> {});
    }

    private BenchmarkRun(
            UnpairedSamples samples,
            BenchmarkMethod method,
            RunLength length,
            Compute compute,
            long seed,
            Consumer<RunProgress> listener) {
        this.samples = samples;
        this.method = method;
        this.length = length;
        this.compute = compute;
        this.seed = seed;
        this.listener = listener;
    }

    /** Tells a listener every twentieth of a run how far it is; on the run's thread. */
    public BenchmarkRun reportingTo(Consumer<RunProgress> listener) {
        return new BenchmarkRun(samples, method, length, compute, seed, listener);
    }

    /**
     * Trains, and scores the last iterate on a number of the pair's test points.
     *
     * @throws IllegalStateException if the samples are no pair with a known map
     */
    public BenchmarkResult<MapScore> run(int mostTestPoints) {
        if (!(samples instanceof BenchmarkPair pair)) {
            throw new IllegalStateException("The true map between these samples is not known");
        }
        return run(
                map -> {
                    BenchmarkPair.TestPoints test = pair.test(seed, mostTestPoints);
                    return MapScore.of(map.push(test.x()), test);
                });
    }

    /**
     * Trains, and scores the last iterate.
     *
     * @param scoring called once, on this thread, with the training's clock stopped
     * @throws io.monge.ot.DivergedException if a loss was not finite
     * @throws CancellationException if the thread was interrupted
     */
    public <S> BenchmarkResult<S> run(Function<FittedMap, S> scoring) {
        GaussianFrame frame = method.frame(samples.training(seed, TRAINING_POINTS));
        Sampler source = frame.source(samples.source(seed));
        Sampler target = frame.target(samples.target(seed));
        RunPlan plan = new RunPlan(length);
        SolverSpec spec = method.lasting(plan.iterations());
        OptimalTransportSolver solver = spec.open(compute, seed);
        try {
            while (!plan.isOver(solver.iteration())) {
                requireWanted();
                StepReport report = solver.step(source, target);
                plan.progress(report).ifPresent(listener);
                if (plan.changesAfter(solver.iteration())) {
                    spec = method.lasting(plan.iterations());
                    solver = continued(solver, spec);
                }
            }
            plan.stop();
            S score = scoring.apply(new FittedMap(solver, frame, compute));
            return new BenchmarkResult<>(
                    spec, solver.iteration(), plan.seconds(), plan.cpuSeconds(), score);
        } finally {
            solver.close();
        }
    }

    private static void requireWanted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("The training was interrupted");
        }
    }

    private OptimalTransportSolver continued(OptimalTransportSolver solver, SolverSpec spec) {
        OptimalTransportSolver next = spec.resume(compute, solver.state());
        solver.close();
        return next;
    }
}
