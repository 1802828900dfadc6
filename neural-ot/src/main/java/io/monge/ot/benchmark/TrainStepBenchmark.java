package io.monge.ot.benchmark;

import ai.djl.ndarray.NDManager;
import io.monge.ot.OptimalTransportSolver;

/**
 * Times one iteration of Algorithm 1 on random patches in memory. {@code
 * docs/benchmarks/train_step_pytorch.py} times the same networks in PyTorch.
 */
public final class TrainStepBenchmark {
    private static final String ITERATION = "iteration";

    private final TrainStepSettings settings;

    public TrainStepBenchmark(TrainStepSettings settings) {
        this.settings = settings;
    }

    /** Runs on the calling thread: warm-up, timed iterations, then the parts. */
    public TrainStepResult run() {
        Stopwatch watch = new Stopwatch();
        RandomPatches lr = settings.lr();
        RandomPatches hr = settings.hr();
        try (OptimalTransportSolver solver = settings.solver().open(settings.compute(), 0)) {
            solver.step(lr, hr);
            for (int i = 0; i < settings.iterations(); i++) {
                watch.time(ITERATION, () -> solver.step(lr, hr));
            }
        }
        return new TrainStepResult(
                Stopwatch.median(watch.seconds(ITERATION)),
                watch.medianCpuSeconds(ITERATION),
                watch.seconds(ITERATION),
                parts(lr, hr).medians());
    }

    private Stopwatch parts(RandomPatches lr, RandomPatches hr) {
        Stopwatch watch = new Stopwatch();
        try (NDManager root = settings.compute().openRoot()) {
            StepParts parts = new StepParts(settings, root, watch);
            for (int i = 0; i < 3; i++) {
                parts.potentialUpdate(lr, hr);
                parts.mapUpdate(lr);
            }
        }
        return watch;
    }
}
