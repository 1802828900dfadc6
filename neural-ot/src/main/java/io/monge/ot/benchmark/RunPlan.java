package io.monge.ot.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

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

    private final double budget;
    private final long start = System.nanoTime();
    private final long cpuStart = SYSTEM.getProcessCpuTime();
    private long iterations;
    private double correctedAt;
    private long correctedAfter;
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
        return budget == Double.POSITIVE_INFINITY ? done >= iterations : elapsed() >= budget;
    }

    /** Whether the number has just been corrected. */
    boolean changesAfter(long done) {
        double now = elapsed();
        if (done <= WARM_UP) {
            correctedAt = now;
            correctedAfter = done;
            return false;
        }
        if (budget == Double.POSITIVE_INFINITY || now - correctedAt < CORRECTION * budget) {
            return false;
        }
        double perSecond = (done - correctedAfter) / (now - correctedAt);
        iterations = done + Math.max(1, Math.round(perSecond * (budget - now)));
        correctedAt = now;
        correctedAfter = done;
        return true;
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
