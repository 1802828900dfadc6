package io.monge.runtime.metric;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * One measured value.
 *
 * @param value in {@link Metric#unit}; may be NaN when the measured thing was
 * @param iteration potential iterations at that moment, where there is a training
 * @param modelVersion version of the model that was used, where there is one
 */
public record Measurement(
        Metric metric,
        double value,
        OptionalLong iteration,
        OptionalLong modelVersion,
        Instant measuredAt) {}
