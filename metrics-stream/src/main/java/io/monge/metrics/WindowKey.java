package io.monge.metrics;

import io.monge.schemas.record.MetricSample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which window a value belongs to: one per metric, source, model version (where there is one) and
 * stretch of time.
 *
 * @param metric name of the metric
 * @param start first instant
 * @param source who measured
 * @param modelVersion decimal, or empty
 */
record WindowKey(String metric, Instant start, String source, String modelVersion) {
    private static final char SEPARATOR = '@';

    static WindowKey of(MetricSample sample, Duration window) {
        long length = window.toMillis();
        long start = Math.floorDiv(sample.getMeasuredAt().toEpochMilli(), length) * length;
        String version =
                Optional.ofNullable(sample.getModelVersion()).map(String::valueOf).orElse("");
        return new WindowKey(
                sample.getMetric(), Instant.ofEpochMilli(start), sample.getSource(), version);
    }

    static WindowKey parse(String text) {
        String[] parts = text.split(String.valueOf(SEPARATOR), 4);
        return new WindowKey(
                parts[0], Instant.ofEpochMilli(Long.parseLong(parts[1])), parts[2], parts[3]);
    }

    /** Unique; sorts by metric, then time. Names with the separator are refused before. */
    String text() {
        return metric
                + SEPARATOR
                + start.toEpochMilli()
                + SEPARATOR
                + source
                + SEPARATOR
                + modelVersion;
    }

    /** Whether the names can be told apart again in a key. */
    static boolean isSpellable(MetricSample sample) {
        return sample.getMetric().indexOf(SEPARATOR) < 0
                && sample.getSource().indexOf(SEPARATOR) < 0;
    }
}
