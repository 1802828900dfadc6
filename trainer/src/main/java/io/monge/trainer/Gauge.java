package io.monge.trainer;

import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import java.util.function.DoubleSupplier;

/**
 * Something that always has a value. Read on the training thread.
 *
 * @param metric under which it is reported
 * @param value now; NaN when unknown
 */
record Gauge(Metric metric, DoubleSupplier value) {

    void emit(MetricEmitter metrics, long iteration) {
        double now = value.getAsDouble();
        if (!Double.isNaN(now)) {
            metrics.emitAt(iteration, metric, now);
        }
    }
}
