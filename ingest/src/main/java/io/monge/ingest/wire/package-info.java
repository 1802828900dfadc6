/**
 * Where patches become Avro records on the topics, and records images; nothing else in ingest knows
 * Avro or Kafka.
 *
 * <p>Start at {@link io.monge.ingest.wire.KafkaPatchSink}, and {@link
 * io.monge.ingest.wire.KafkaImageTopics} for images that arrive on a topic.
 */
@NullMarked
package io.monge.ingest.wire;

import org.jspecify.annotations.NullMarked;
