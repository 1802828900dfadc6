package io.monge.serving.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * One metric over one window of time.
 *
 * @param metric dotted name, such as {@code trainer.map.loss}
 * @param modelVersion where the metric belongs to a served model
 * @param count samples in the window
 * @param p50 median, up to the sketch's 1 % relative error; the like holds for p95 and p99
 * @param last newest value
 * @param closed whether this is the final result
 */
public record Window(
        String metric,
        String source,
        String unit,
        OptionalLong modelVersion,
        Instant start,
        Instant end,
        long count,
        double mean,
        double stddev,
        double min,
        double max,
        double p50,
        double p95,
        double p99,
        double last,
        boolean closed) {

    public Duration length() {
        return Duration.between(start, end);
    }
}
