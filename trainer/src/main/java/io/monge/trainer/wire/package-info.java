/**
 * The trainer's edge: Avro records on one side, the trainer's own values on the other.
 *
 * <p>Only converters live here; nothing that trains, waits or sends. Start with {@link
 * io.monge.trainer.wire.PatchDecoder} for what comes in, {@link
 * io.monge.trainer.wire.SnapshotRecords} for what goes out.
 */
@NullMarked
package io.monge.trainer.wire;

import org.jspecify.annotations.NullMarked;
