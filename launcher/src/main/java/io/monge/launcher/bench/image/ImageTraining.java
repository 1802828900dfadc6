package io.monge.launcher.bench.image;

import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.StepReport;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.solver.SolverSpec;
import io.monge.ot.tensor.Compute;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * A solver on images in memory, without a broker, so that a recipe can be judged by itself. The
 * thread that opens it runs it and closes it.
 */
final class ImageTraining implements AutoCloseable {

    private final Compute compute;
    private final CropSampler lr;
    private final CropSampler hr;
    private SolverSpec spec;
    private OptimalTransportSolver solver;
    private long nanos;
    private long cpuNanos;
    private double contentLoss;

    ImageTraining(SolverSpec spec, TrainingImages images, Compute compute, long seed) {
        int hrSize = spec.potential().size();
        int lrSize = hrSize / spec.map().scale();
        this.compute = compute;
        this.spec = spec;
        this.lr = new CropSampler(images.lr(), lrSize, images.jitter(), seed);
        this.hr = new CropSampler(images.hr(), hrSize, images.jitter(), seed + 1);
        this.solver = spec.open(compute, seed);
    }

    /** Trains on for this long, and for one iteration at least. */
    void run(Duration time) {
        long start = System.nanoTime();
        long cpu = threadCpuNanos();
        do {
            StepReport report = solver.step(lr, hr);
            // About the last hundred iterations.
            contentLoss += 0.01 * (report.contentLoss() - contentLoss);
        } while (System.nanoTime() - start < time.toNanos());
        nanos += System.nanoTime() - start;
        cpuNanos += threadCpuNanos() - cpu;
    }

    private static long threadCpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Goes on from where it is under other numbers, such as another learning rate. */
    void continueAs(SolverSpec next) {
        OptimalTransportSolver resumed = next.resume(compute, solver.state());
        solver.close();
        solver = resumed;
        spec = next;
    }

    /** Iterations done. */
    long iteration() {
        return solver.iteration();
    }

    /** The averaged map as it would be published now. */
    ModelSnapshot snapshot() {
        return new ModelSnapshot(spec.map(), solver.iteration(), solver.averagedWeights());
    }

    /** Time spent training. */
    Duration elapsed() {
        return Duration.ofNanos(nanos);
    }

    /** CPU time of the training thread: with one thread, what it had of a shared core. */
    Duration cpu() {
        return Duration.ofNanos(cpuNanos);
    }

    /** R_c(T), averaged over about the last hundred iterations. */
    double contentLoss() {
        return contentLoss;
    }

    @Override
    public void close() {
        solver.close();
    }
}
