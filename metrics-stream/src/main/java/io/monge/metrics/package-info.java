/**
 * Metric samples to windows: the Kafka Streams application. The only place where Streams is used;
 * nothing here knows what a metric means. Start with {@link io.monge.metrics.MetricsTopology}, then
 * {@link io.monge.metrics.WindowProcessor}.
 */
@NullMarked
package io.monge.metrics;

import org.jspecify.annotations.NullMarked;
