package io.monge.launcher.bench.stream;

import io.monge.launcher.bench.stream.StepClock.StepTime;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Iterations of both sides, all rounds together.
 *
 * @param memory from patches in memory
 * @param stream from topics
 */
record StreamResult(List<StepTime> memory, List<StepTime> stream) {

    /** Medians of one kind of time, milliseconds, and their ratio. */
    record Comparison(double memoryMillis, double streamMillis) {
        double ratio() {
            return streamMillis / memoryMillis;
        }
    }

    /** On the clock. */
    Comparison wall() {
        return medians(StepTime::nanos);
    }

    /** Of the training thread's processor time: what the loop itself pays. */
    Comparison thread() {
        return medians(StepTime::threadNanos);
    }

    /**
     * Of the whole process's processor time, fetching and decoding included. Means: the other
     * threads work in bursts, which a median would pass over.
     */
    Comparison process() {
        return new Comparison(mean(memory), mean(stream));
    }

    private Comparison medians(ToLongFunction<StepTime> time) {
        return new Comparison(median(memory, time), median(stream, time));
    }

    private static double median(List<StepTime> steps, ToLongFunction<StepTime> time) {
        long[] sorted = steps.stream().mapToLong(time).sorted().toArray();
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1
                        ? sorted[middle]
                        : (sorted[middle - 1] + sorted[middle]) / 2.0;
        return 1e-6 * median;
    }

    private static double mean(List<StepTime> steps) {
        return 1e-6 * steps.stream().mapToLong(StepTime::processNanos).average().orElseThrow();
    }
}
