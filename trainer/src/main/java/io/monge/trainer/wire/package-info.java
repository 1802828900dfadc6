/**
 * The trainer's edge: Avro records and topics on one side, the trainer's own values on the other.
 *
 * <p>No training in here, and no Avro record gets out. Start with {@link
 * io.monge.trainer.wire.PatchLog} for what comes in, {@link io.monge.trainer.wire.SnapshotLog} for
 * what goes out.
 */
@NullMarked
package io.monge.trainer.wire;

import org.jspecify.annotations.NullMarked;
