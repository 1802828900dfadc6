package io.monge.trainer;

import io.monge.runtime.metric.Metric;
import java.util.function.DoubleSupplier;

/**
 * Something that always has a value. Read on the training thread.
 *
 * @param metric under which it is reported
 * @param value now; NaN when unknown
 */
record Gauge(Metric metric, DoubleSupplier value) {}
