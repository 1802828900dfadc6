/**
 * Watches a running Monge: how far the two streams of patches have drifted from their own past, and
 * rules over metric windows that become alarms on a topic. No mathematics of training, no Kafka
 * Streams. Start with {@link io.monge.metrics.watch.WatchService}.
 */
@NullMarked
package io.monge.metrics.watch;

import org.jspecify.annotations.NullMarked;
