/**
 * Where patches become Avro records on the topics; nothing else in ingest knows Avro or Kafka.
 *
 * <p>Start at {@link io.monge.ingest.wire.KafkaPatchSink}.
 */
@NullMarked
package io.monge.ingest.wire;

import org.jspecify.annotations.NullMarked;
