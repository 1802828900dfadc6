/**
 * Images to patches: where images come from, how they are cut, and at which pace they leave.
 *
 * <p>Demand runs backwards through everything here: a broker that falls behind stops the decoder.
 * Avro and Kafka are met only in {@code wire}. Start at {@link io.monge.ingest.IngestService}, then
 * {@link io.monge.ingest.PatchStream}.
 */
@NullMarked
package io.monge.ingest;

import org.jspecify.annotations.NullMarked;
