/**
 * Trained maps outside training: as bytes, and frozen for use.
 *
 * <p>No optimizers, no gradients. Start at {@link io.monge.ot.snapshot.SnapshotCodec}.
 */
@NullMarked
package io.monge.ot.snapshot;

import org.jspecify.annotations.NullMarked;
