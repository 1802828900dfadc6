package io.monge.trainer;

import io.monge.trainer.wire.Lineage;
import io.monge.trainer.wire.Score;
import java.util.List;
import java.util.Optional;

/**
 * The published snapshots of one model, as they lie on the topics. Called by one thread at a time;
 * may block.
 */
interface SnapshotLog extends AutoCloseable {

    /** The manifest written last, whoever wrote it. */
    Optional<Newest> newest();

    /**
     * Publishes chunks and manifest, both or neither.
     *
     * @param slot whose older snapshot may be compacted away
     * @param bytes the encoded snapshot
     * @throws IllegalStateException if the broker does not take it; whether it is out is then
     *     unknown
     */
    void append(Lineage lineage, int slot, byte[] bytes);

    /** Says that a published version is to be served. */
    void promote(long version, String reason, List<Score> scores);

    @Override
    void close();

    /**
     * What is known of a published snapshot.
     *
     * @param version potential iterations
     * @param slot it occupies
     */
    record Newest(long version, int slot) {}
}
