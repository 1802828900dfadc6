/**
 * Patches to gradients to snapshots: the one service that trains.
 *
 * <p>Start with {@link io.monge.trainer.TrainingLoop}, the life of the trainer on one screen.
 * {@code PatchFeed} fills a {@code PatchReservoir} from a topic, {@code CheckpointDirectory} makes
 * the work survive, {@code SnapshotPublisher} tells the world. What must not be here: mathematics
 * (that is {@code io.monge.ot}), Avro records (they stop at {@code io.monge.trainer.wire}), Kafka
 * clients, and an {@code NDArray} in anything public.
 */
@NullMarked
package io.monge.trainer;

import org.jspecify.annotations.NullMarked;
