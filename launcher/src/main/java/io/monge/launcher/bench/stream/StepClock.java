package io.monge.launcher.bench.stream;

import com.sun.management.OperatingSystemMXBean;
import io.monge.runtime.metric.Measurement;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Times the iterations of one run from one end to the next, with all that lies between. {@link
 * #stepped} belongs to the training thread; the results may be read once {@link #awaitEnd} has said
 * true.
 */
final class StepClock implements MetricEmitter {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final RunLengths lengths;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<StepTime> steps = new ArrayList<>();
    private StepTime last = new StepTime(0, 0, 0);
    private int done;

    /**
     * One iteration, or a moment.
     *
     * @param nanos on the clock
     * @param threadNanos processor time of the training thread
     * @param processNanos processor time of all threads of this process
     */
    record StepTime(long nanos, long threadNanos, long processNanos) {

        static StepTime now() {
            return new StepTime(
                    System.nanoTime(),
                    THREADS.getCurrentThreadCpuTime(),
                    SYSTEM.getProcessCpuTime());
        }

        StepTime since(StepTime earlier) {
            return new StepTime(
                    nanos - earlier.nanos,
                    threadNanos - earlier.threadNanos,
                    processNanos - earlier.processNanos);
        }
    }

    StepClock(RunLengths lengths) {
        this.lengths = lengths;
    }

    /** The trainer tells the length of a step when it is over. */
    @Override
    public void emit(Measurement measurement) {
        if (measurement.metric() == Metric.TRAINER_STEP_SECONDS) {
            stepped();
        }
    }

    /** An iteration is over. */
    void stepped() {
        StepTime now = StepTime.now();
        if (done >= lengths.warmUp() && done < lengths.warmUp() + lengths.iterations()) {
            steps.add(now.since(last));
        }
        last = now;
        done++;
        if (done == lengths.warmUp() + lengths.iterations()) {
            over.countDown();
        }
    }

    /** Whether all iterations are over within the time. */
    boolean awaitEnd(Duration time) {
        try {
            return over.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }

    /** The counted iterations. */
    List<StepTime> steps() {
        return List.copyOf(steps);
    }
}
