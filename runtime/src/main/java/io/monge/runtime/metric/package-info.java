/**
 * What Monge measures and how the numbers leave a process: {@link io.monge.runtime.metric.Metric}
 * is the list, {@link io.monge.runtime.metric.MetricEmitter} the seam that never blocks its caller,
 * {@link io.monge.runtime.metric.KafkaMetricEmitter} the way to the topic {@code metrics.samples},
 * {@link io.monge.runtime.metric.Meters} what Prometheus is given.
 *
 * <p>No aggregation in here: windows are made by metrics-stream. Start with {@code MetricEmitter}.
 */
@NullMarked
package io.monge.runtime.metric;

import org.jspecify.annotations.NullMarked;
