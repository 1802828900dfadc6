package io.monge.serving;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.embedded.EmbeddedKafka;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.GlobalSkip;
import io.monge.ot.network.MapInit;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.snapshot.SpecJson;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.kafka.Keyed;
import io.monge.runtime.kafka.RecordPosition;
import io.monge.runtime.kafka.TopicAdmin;
import io.monge.runtime.kafka.TransactionalSink;
import io.monge.schemas.Topics;
import io.monge.schemas.record.ModelChunk;
import io.monge.schemas.record.ModelManifest;
import io.monge.schemas.record.ModelPromotion;
import io.monge.schemas.record.PromotedBy;
import io.monge.schemas.record.Score;
import io.monge.schemas.registry.SchemaRegistries;
import io.monge.schemas.snapshot.SnapshotChunks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** An embedded broker with all topics, and a trainer's hand for publishing snapshots. */
public final class Broker implements AutoCloseable {

    /** What every snapshot here is of. */
    public static final Edsr MAP = new Edsr(4, 1, 8, 1, GlobalSkip.BICUBIC, MapInit.UNIFORM);

    private static final int SLOTS = 8;

    private final EmbeddedKafka broker;
    private final SchemaRegistryClient registry;
    private final KafkaConnection kafka;
    private final DeadLetters deadLetters;
    private final TransactionalSink publisher;

    public Broker(Path directory) {
        broker = EmbeddedKafka.start(directory.resolve("kafka"));
        registry = SchemaRegistries.open("embedded", directory.resolve("registry"));
        KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers(), "test.");
        Topics topics = Topics.withPrefix("test.");
        try (TopicAdmin admin = new TopicAdmin(settings)) {
            admin.provision(topics);
        }
        kafka = new KafkaConnection(settings, topics, registry);
        deadLetters = new DeadLetters(kafka, () -> {});
        publisher = kafka.transactionalSink("trainer");
    }

    public KafkaConnection kafka() {
        return kafka;
    }

    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /** A small network whose weights depend on the version alone. */
    public static byte[] snapshot(long version) {
        return SnapshotCodec.encode(new ModelSnapshot(MAP, version, MAP.initialWeights(version)));
    }

    /** Chunks and manifest in one transaction, as the trainer writes them. */
    public void publish(long version, byte[] bytes, byte[] hashed) {
        publish(
                version,
                bytes,
                manifest ->
                        ModelManifest.newBuilder(manifest)
                                .setSha256(SnapshotChunks.sha256(hashed))
                                .build());
    }

    /**
     * The same with a manifest that may say anything.
     *
     * @param said from the true manifest
     */
    public void publish(long version, byte[] bytes, UnaryOperator<ModelManifest> said) {
        int slot = (int) (version % SLOTS);
        List<ModelChunk> chunks =
                SnapshotChunks.split(new SnapshotChunks.Identity("monge", version, slot), bytes);
        publisher.transact(
                transaction -> {
                    List<RecordPosition> at =
                            transaction.sendAndAwait(
                                    kafka.topics().modelChunks(),
                                    chunks.stream()
                                            .map(c -> new Keyed<>(SnapshotChunks.chunkKey(c), c))
                                            .toList());
                    ModelManifest manifest =
                            said.apply(manifest(version, slot, at.get(0).offset(), bytes));
                    transaction.send(
                            kafka.topics().modelManifests(),
                            new Keyed<>("monge/" + slot, manifest));
                    return version;
                });
    }

    public void publish(long version) {
        byte[] bytes = snapshot(version);
        publish(version, bytes, UnaryOperator.identity());
    }

    public void promote(long version) {
        ModelPromotion promotion =
                new ModelPromotion(
                        "monge",
                        version,
                        PromotedBy.GATE,
                        "a test's wish",
                        List.of(),
                        Instant.now());
        publisher.transact(
                transaction -> {
                    transaction.send(
                            kafka.topics().modelCurrent(), new Keyed<>("monge", promotion));
                    return version;
                });
    }

    private static ModelManifest manifest(long version, int slot, long firstOffset, byte[] bytes) {
        return ModelManifest.newBuilder()
                .setModel("monge")
                .setVersion(version)
                .setSlot(slot)
                .setFirstOffset(firstOffset)
                .setChunkCount(SnapshotChunks.chunkCount(bytes.length))
                .setByteLength(bytes.length)
                .setSha256(SnapshotChunks.sha256(bytes))
                .setMap(SpecJson.of(MAP))
                .setScale(4)
                .setSolver("ots")
                .setConfigHash("c0ffee")
                .setGitCommit("unknown")
                .setLrOffsets(List.of())
                .setHrOffsets(List.of())
                .setReanchors(List.of())
                .setScores(List.of(new Score("palette.contrast.sr", 0.25)))
                .setPublishedAt(Instant.now())
                .build();
    }

    @Override
    public void close() throws IOException {
        publisher.close();
        deadLetters.close();
        registry.close();
        broker.close();
    }
}
