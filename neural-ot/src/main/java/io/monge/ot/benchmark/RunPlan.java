package io.monge.ot.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.monge.ot.StepReport;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** How many passes a run will have: given, or foreseen from the time that passes took so far. */
final class RunPlan {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** Before anything is known; soon corrected. */
    private static final long GUESS = 10_000;

    /** Passes that may be unlike the others: compilation, W2GN's pre-training. */
    private static final long WARM_UP = 3;

    /** Part of the time between two corrections. */
    private static final double CORRECTION = 0.02;

    private static final double REPORTS = 20;

    private final double budget;
    private final long start = System.nanoTime();
    private final long cpuStart = SYSTEM.getProcessCpuTime();
    private long iterations;
    private double correctedAt;
    private long correctedAfter;
    private double nextReport = 1 / REPORTS;
    private double seconds = Double.NaN;
    private double cpuSeconds = Double.NaN;

    RunPlan(RunLength length) {
        iterations = length instanceof RunLength.Iterations given ? given.count() : GUESS;
        budget =
                length instanceof RunLength.Seconds given
                        ? given.count()
                        : Double.POSITIVE_INFINITY;
    }

    /** The number of passes as foreseen now. */
    long iterations() {
        return iterations;
    }

    boolean isOver(long done) {
        return isTimed() ? elapsed() >= budget : done >= iterations;
    }

    /** Whether the number has just been corrected. */
    boolean changesAfter(long done) {
        double now = elapsed();
        if (done <= WARM_UP) {
            correctedAt = now;
            correctedAfter = done;
            return false;
        }
        if (!isTimed() || now - correctedAt < CORRECTION * budget) {
            return false;
        }
        double perSecond = (done - correctedAfter) / (now - correctedAt);
        iterations = done + Math.max(1, Math.round(perSecond * (budget - now)));
        correctedAt = now;
        correctedAfter = done;
        return true;
    }

    /** How far the run is, once every twentieth. */
    Optional<RunProgress> progress(StepReport report) {
        double now = elapsed();
        double share =
                isTimed() ? Math.min(1, now / budget) : (double) report.iteration() / iterations;
        if (share < nextReport) {
            return Optional.empty();
        }
        nextReport = (Math.floor(share * REPORTS) + 1) / REPORTS;
        return Optional.of(new RunProgress(share, report.iteration(), now, report));
    }

    private boolean isTimed() {
        return budget != Double.POSITIVE_INFINITY;
    }

    private double elapsed() {
        return (System.nanoTime() - start) * 1e-9;
    }

    /** The training is over. */
    void stop() {
        seconds = elapsed();
        cpuSeconds = (SYSTEM.getProcessCpuTime() - cpuStart) * 1e-9;
    }

    double seconds() {
        return seconds;
    }

    double cpuSeconds() {
        return cpuSeconds;
    }
}
