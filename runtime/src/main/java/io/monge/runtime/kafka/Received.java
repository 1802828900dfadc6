package io.monge.runtime.kafka;

import java.time.Instant;

/**
 * A record read from a topic.
 *
 * @param key empty if the record has none
 * @param timestamp when it was written
 */
public record Received<V>(
        String topic, int partition, long offset, String key, V value, Instant timestamp) {}
