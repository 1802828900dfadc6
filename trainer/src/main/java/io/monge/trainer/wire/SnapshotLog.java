package io.monge.trainer.wire;

import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.Keyed;
import io.monge.runtime.kafka.Received;
import io.monge.runtime.kafka.RecordPosition;
import io.monge.runtime.kafka.ScanEnd;
import io.monge.runtime.kafka.TransactionalSink;
import io.monge.schemas.Topic;
import io.monge.schemas.Topics;
import io.monge.schemas.record.ModelChunk;
import io.monge.schemas.record.ModelManifest;
import io.monge.schemas.record.ModelPromotion;
import io.monge.schemas.record.PromotedBy;
import io.monge.schemas.record.Sha256;
import io.monge.schemas.snapshot.CorruptSnapshotException;
import io.monge.schemas.snapshot.SnapshotChunks;
import io.monge.schemas.snapshot.SnapshotChunks.Identity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * The snapshots of one model on {@code model.chunks}, {@code model.manifests} and {@code
 * model.current}.
 *
 * <p>Chunks and manifest are one transaction: a reader of committed records sees both or neither.
 * The promotion is another, after it, so that it never names a version that is not there. One
 * trainer per model: a second one with the same name fences off the first.
 *
 * <p>Called by one thread at a time; blocks.
 */
public final class SnapshotLog implements AutoCloseable {

    /** Slots from here on belong to snapshots that no training of this model has made. */
    public static final int FIRST_IMPORT_SLOT = 1000;

    private static final Duration SCAN_TIMEOUT = Duration.ofSeconds(30);

    private final KafkaConnection kafka;
    private final String model;
    private final TransactionalSink sink;

    private long promotionsRead;
    private Optional<Current> current = Optional.empty();

    public SnapshotLog(KafkaConnection kafka, String model) {
        this(kafka, model, "trainer.");
    }

    private SnapshotLog(KafkaConnection kafka, String model, String role) {
        this.kafka = kafka;
        this.model = model;
        this.sink = kafka.transactionalSink(role + model);
    }

    /** For imports, which may happen while a trainer of the model runs. */
    public static SnapshotLog forImports(KafkaConnection kafka, String model) {
        return new SnapshotLog(kafka, model, "import.");
    }

    /**
     * Ends what a killed predecessor has left open: what it has committed is to be read from here
     * on.
     */
    public void takeOver() {
        sink.takeOver();
    }

    /** The manifest that a training wrote last. */
    public Optional<Newest> newest() {
        AtomicReference<Optional<Newest>> newest = new AtomicReference<>(Optional.empty());
        visit(
                topics().modelManifests(),
                0,
                record -> {
                    var manifest = record.value();
                    if (manifest.getModel().equals(model)
                            && manifest.getSlot() < FIRST_IMPORT_SLOT) {
                        newest.set(
                                Optional.of(new Newest(manifest.getVersion(), manifest.getSlot())));
                    }
                    return false;
                });
        return newest.get();
    }

    /** The version that is to be served by now, whoever said so. */
    public Optional<Current> current() {
        visit(
                topics().modelCurrent(),
                promotionsRead,
                record -> {
                    promotionsRead = record.offset() + 1;
                    if (record.value().getModel().equals(model)) {
                        current = Optional.of(SnapshotRecords.current(record.value()));
                    }
                    return false;
                });
        return current;
    }

    /** The versions that are kept, by slot. */
    public Map<Integer, Long> kept() {
        return bySlot().entrySet().stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, entry -> entry.getValue().getVersion()));
    }

    /**
     * The bytes of a version, if they are still there.
     *
     * @throws CorruptSnapshotException if they are not what the manifest says
     */
    public Optional<byte[]> fetch(long version) {
        return manifest(version).map(this::fetch);
    }

    /** The newest, should topics of older builds hold several of this version. */
    private Optional<ModelManifest> manifest(long version) {
        return newestOf(bySlot(), version);
    }

    private static Optional<ModelManifest> newestOf(
            Map<Integer, ModelManifest> kept, long version) {
        return kept.values().stream()
                .filter(manifest -> manifest.getVersion() == version)
                .max(Comparator.comparing(ModelManifest::getPublishedAt));
    }

    private Map<Integer, ModelManifest> bySlot() {
        Map<Integer, ModelManifest> bySlot = new HashMap<>();
        visit(
                topics().modelManifests(),
                0,
                record -> {
                    if (record.value().getModel().equals(model)) {
                        bySlot.put(record.value().getSlot(), record.value());
                    }
                    return false;
                });
        return bySlot;
    }

    private byte[] fetch(ModelManifest manifest) {
        List<ModelChunk> chunks = new ArrayList<>();
        visit(
                topics().modelChunks(),
                manifest.getFirstOffset(),
                record -> {
                    if (SnapshotChunks.belongs(record.value(), manifest)) {
                        chunks.add(record.value());
                    }
                    return chunks.size() == manifest.getChunkCount();
                });
        return SnapshotChunks.join(manifest, chunks);
    }

    private <V extends SpecificRecord> void visit(
            Topic<V> topic, long from, Predicate<Received<V>> enough) {
        ScanEnd end = kafka.reader(topic).scan(0, from, enough, SCAN_TIMEOUT);
        if (end == ScanEnd.DEADLINE) {
            throw new IllegalStateException(
                    "%s could not be read within %d s"
                            .formatted(topic.name(), SCAN_TIMEOUT.toSeconds()));
        }
    }

    /**
     * Publishes chunks and manifest, both or neither.
     *
     * @param slot whose older snapshot may be compacted away
     * @param bytes the encoded snapshot
     * @throws IllegalStateException if somebody has imported another map under this version
     * @throws RuntimeException if the broker does not take it; after a timeout of the commit it may
     *     be out all the same
     */
    public void append(Lineage lineage, int slot, byte[] bytes) {
        // The parent itself may lie in this slot: what it was is read before it is overwritten.
        Map<Integer, ModelManifest> kept = bySlot();
        if (slot < FIRST_IMPORT_SLOT) {
            requireNoImport(kept, lineage.version());
        }
        Optional<Sha256> parent =
                lineage.parent().stream()
                        .boxed()
                        .flatMap(version -> newestOf(kept, version).stream())
                        .map(ModelManifest::getSha256)
                        .findFirst();
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
                                            lineage,
                                            slot,
                                            positions.get(0).offset(),
                                            bytes,
                                            parent)));
                    return positions.size();
                });
    }

    private static void requireNoImport(Map<Integer, ModelManifest> kept, long version) {
        kept.forEach(
                (slot, manifest) -> {
                    if (slot >= FIRST_IMPORT_SLOT && manifest.getVersion() == version) {
                        throw new IllegalStateException(
                                "Version %d is that of an imported snapshot; the training's next one has another number"
                                        .formatted(version));
                    }
                });
    }

    /** Says that a published version is to be served. */
    public void promote(long version, String reason, List<Score> scores) {
        serve(SnapshotRecords.promotion(model, version, reason, scores));
    }

    /** Says that an older version is to be served again. */
    public void rollBack(long version, String reason, List<Score> scores) {
        serve(
                ModelPromotion.newBuilder(SnapshotRecords.promotion(model, version, reason, scores))
                        .setBy(PromotedBy.ROLLBACK)
                        .build());
    }

    private void serve(ModelPromotion promotion) {
        sink.transact(
                transaction -> {
                    transaction.send(topics().modelCurrent(), new Keyed<>(model, promotion));
                    return promotion.getVersion();
                });
    }

    private Topics topics() {
        return kafka.topics();
    }

    @Override
    public void close() {
        sink.close();
    }

    /**
     * What is known of a published snapshot.
     *
     * @param version of the snapshot
     * @param slot it occupies
     */
    public record Newest(long version, int slot) {}
}
