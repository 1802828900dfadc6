package io.monge.trainer;

import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.Keyed;
import io.monge.runtime.kafka.RecordPosition;
import io.monge.runtime.kafka.ScanEnd;
import io.monge.runtime.kafka.TransactionalSink;
import io.monge.schemas.Topics;
import io.monge.schemas.record.ModelChunk;
import io.monge.schemas.record.ModelPromotion;
import io.monge.schemas.snapshot.SnapshotChunks;
import io.monge.schemas.snapshot.SnapshotChunks.Identity;
import io.monge.trainer.wire.Lineage;
import io.monge.trainer.wire.Score;
import io.monge.trainer.wire.SnapshotRecords;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The snapshots of one model on {@code model.chunks}, {@code model.manifests} and {@code
 * model.current}.
 *
 * <p>Chunks and manifest are one transaction: a reader of committed records sees both or neither.
 * The promotion is another, after it, so that it never names a version that is not there. One
 * trainer per model: a second one with the same name fences off the first.
 */
final class KafkaSnapshotLog implements SnapshotLog {

    private static final Duration SCAN_TIMEOUT = Duration.ofSeconds(30);

    private final KafkaConnection kafka;
    private final String model;
    private final TransactionalSink sink;

    KafkaSnapshotLog(KafkaConnection kafka, String model) {
        this.kafka = kafka;
        this.model = model;
        this.sink = kafka.transactionalSink("trainer." + model);
    }

    @Override
    public Optional<Newest> newest() {
        AtomicReference<Optional<Newest>> newest = new AtomicReference<>(Optional.empty());
        ScanEnd end =
                kafka.reader(topics().modelManifests())
                        .scan(
                                0,
                                0,
                                record -> {
                                    var manifest = record.value();
                                    if (manifest.getModel().equals(model)) {
                                        newest.set(
                                                Optional.of(
                                                        new Newest(
                                                                manifest.getVersion(),
                                                                manifest.getSlot())));
                                    }
                                    return false;
                                },
                                SCAN_TIMEOUT);
        if (end == ScanEnd.DEADLINE) {
            throw new IllegalStateException(
                    "%s could not be read within %d s"
                            .formatted(topics().modelManifests().name(), SCAN_TIMEOUT.toSeconds()));
        }
        return newest.get();
    }

    @Override
    public void append(Lineage lineage, int slot, byte[] bytes) {
        Identity identity = new Identity(model, lineage.version(), slot);
        List<Keyed<ModelChunk>> chunks =
                SnapshotChunks.split(identity, bytes).stream()
                        .map(chunk -> new Keyed<>(SnapshotChunks.chunkKey(chunk), chunk))
                        .toList();
        sink.transact(
                transaction -> {
                    List<RecordPosition> positions =
                            transaction.sendAndAwait(topics().modelChunks(), chunks);
                    transaction.send(
                            topics().modelManifests(),
                            new Keyed<>(
                                    SnapshotChunks.manifestKey(identity),
                                    SnapshotRecords.manifest(
                                            lineage, slot, positions.get(0).offset(), bytes)));
                    return positions.size();
                });
    }

    @Override
    public void promote(long version, String reason, List<Score> scores) {
        ModelPromotion promotion = SnapshotRecords.promotion(model, version, reason, scores);
        sink.transact(
                transaction -> {
                    transaction.send(topics().modelCurrent(), new Keyed<>(model, promotion));
                    return version;
                });
    }

    private Topics topics() {
        return kafka.topics();
    }

    @Override
    public void close() {
        sink.close();
    }
}
