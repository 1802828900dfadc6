/**
 * What is kept of a training: maps as bytes, and frozen for use; whole trainings as files that can
 * go on; specifications as JSON.
 *
 * <p>Nothing is trained here. Start at {@link io.monge.ot.snapshot.SnapshotCodec}, for checkpoints
 * at {@link io.monge.ot.snapshot.SolverCheckpoint}.
 */
@NullMarked
package io.monge.ot.snapshot;

import org.jspecify.annotations.NullMarked;
