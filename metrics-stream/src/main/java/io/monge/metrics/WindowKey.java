package io.monge.metrics;

import io.monge.schemas.record.MetricSample;
import io.monge.schemas.record.MetricWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * One window: a series and a stretch of time.
 *
 * @param start first instant
 */
record WindowKey(Series series, Instant start, Duration length) {
    private static final char SEPARATOR = '@';

    /**
     * @param shortest length of windows whose key does not tell it: those of the first version
     */
    static WindowKey parse(String text, Duration shortest) {
        String[] parts = text.split(String.valueOf(SEPARATOR), 5);
        OptionalLong version =
                parts[3].isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(Long.parseLong(parts[3]));
        return new WindowKey(
                new Series(parts[0], parts[2], version),
                Instant.ofEpochMilli(Long.parseLong(parts[1])),
                parts.length < 5 ? shortest : Duration.ofMillis(Long.parseLong(parts[4])));
    }

    /** That of a published window. */
    static WindowKey of(MetricWindow window) {
        Long version = window.getModelVersion();
        return new WindowKey(
                new Series(
                        window.getMetric(),
                        window.getSource(),
                        version == null ? OptionalLong.empty() : OptionalLong.of(version)),
                window.getStart(),
                Duration.between(window.getStart(), window.getEnd()));
    }

    /**
     * {@code metric@start@source@version@length}, times in ms. Unique; sorts by metric, then time.
     * Names with the separator are refused before.
     */
    String text() {
        OptionalLong version = series.modelVersion();
        return series.metric()
                + SEPARATOR
                + start.toEpochMilli()
                + SEPARATOR
                + series.source()
                + SEPARATOR
                + (version.isPresent() ? version.getAsLong() : "")
                + SEPARATOR
                + length.toMillis();
    }

    Instant end() {
        return start.plus(length);
    }

    /** Whether the names can be told apart again in a key. */
    static boolean isSpellable(MetricSample sample) {
        return sample.getMetric().indexOf(SEPARATOR) < 0
                && sample.getSource().indexOf(SEPARATOR) < 0;
    }
}
