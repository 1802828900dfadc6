/**
 * Values to bytes and back: Avro in Confluent's envelope.
 *
 * <p>{@link io.monge.schemas.serde.AvroSerde} is the only place that configures Confluent's
 * serializers and the only one that tells Avro which classes it may instantiate.
 */
@NullMarked
package io.monge.schemas.serde;

import org.jspecify.annotations.NullMarked;
