/**
 * How a snapshot's bytes travel through Kafka: cut into chunks, joined and verified.
 *
 * <p>What the bytes mean is not known here. Start with {@link
 * io.monge.schemas.snapshot.SnapshotChunks}.
 */
@NullMarked
package io.monge.schemas.snapshot;

import org.jspecify.annotations.NullMarked;
