package io.monge.launcher.command;

import io.monge.launcher.demo.Foundations;
import io.monge.launcher.setup.Connections;
import io.monge.launcher.setup.MongeConfig;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.snapshot.SpecJson;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.serving.model.ModelCatalogue;
import io.monge.serving.model.ModelNews;
import io.monge.serving.model.Promotion;
import io.monge.serving.model.PublishedModel;
import io.monge.serving.wire.ModelTopics;
import io.monge.trainer.wire.Lineage;
import io.monge.trainer.wire.SnapshotLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The snapshots on the broker as they are now: read once when connecting. */
final class PublishedModels implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int IMPORTS_KEPT = 8;

    private final ModelCatalogue catalogue;
    private final ModelTopics topics;
    private final KafkaConnection kafka;
    private final String model;
    private final DeadLetters deadLetters;
    private final Optional<Foundations> own;

    private PublishedModels(
            KafkaConnection kafka,
            String model,
            DeadLetters deadLetters,
            Optional<Foundations> own) {
        this.kafka = kafka;
        this.model = model;
        this.catalogue = new ModelCatalogue();
        this.topics = new ModelTopics(kafka, deadLetters, model);
        this.deadLetters = deadLetters;
        this.own = own;
    }

    /**
     * @param data of a demo that is not running; without it the configured broker is asked
     */
    static PublishedModels connect(MongeConfig config, Optional<Path> data) {
        data.ifPresent(KeptData::requireDemo);
        Optional<Foundations> own = data.map(directory -> Foundations.embedded(config, directory));
        KafkaConnection kafka =
                own.map(Foundations::kafka).orElseGet(() -> Connections.open(config));
        DeadLetters deadLetters = new DeadLetters(kafka, () -> {});
        PublishedModels models =
                new PublishedModels(kafka, config.serving().model(), deadLetters, own);
        models.topics
                .news()
                .takeWhile(news -> !(news instanceof ModelNews.CaughtUp))
                .doOnNext(news -> tell(models.catalogue, news))
                .blockLast(TIMEOUT);
        return models;
    }

    ModelCatalogue catalogue() {
        return catalogue;
    }

    /**
     * @throws IllegalArgumentException if it was never published or is no longer kept
     */
    PublishedModel find(long version) {
        return catalogue
                .find(version)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "there is no version %d; 'monge models list' shows what is there"
                                                .formatted(version)));
    }

    /** The served one. */
    PublishedModel current() {
        Promotion wanted =
                catalogue
                        .wanted()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "no snapshot has been promoted yet"));
        return find(wanted.version());
    }

    ModelSnapshot snapshot(PublishedModel model) {
        return SnapshotCodec.decode(topics.fetch(model));
    }

    byte[] bytes(PublishedModel model) {
        return topics.fetch(model);
    }

    void promote(PublishedModel model, Promotion.By by, String reason) {
        topics.promote(model, by, reason).block(TIMEOUT);
    }

    /**
     * Publishes a snapshot that no training here has made; it is not served by that.
     *
     * @throws IllegalArgumentException if there is a snapshot of its version already
     */
    void add(ModelSnapshot snapshot, long version) {
        if (catalogue.find(version).isPresent()) {
            throw new IllegalArgumentException(
                    "there is a version %d already; choose another number with --as"
                            .formatted(version));
        }
        Lineage lineage =
                new Lineage(
                        model,
                        version,
                        "imported",
                        snapshot.iteration(),
                        OptionalLong.empty(),
                        SpecJson.of(snapshot.map()),
                        snapshot.scale(),
                        "imported",
                        "none",
                        "none",
                        new TreeMap<>(),
                        new TreeMap<>(),
                        List.of(),
                        List.of());
        try (SnapshotLog log = SnapshotLog.forImports(kafka, model)) {
            log.append(lineage, importSlot(), SnapshotCodec.encode(snapshot));
        }
    }

    /** A free one, else that of the oldest import that is not served. */
    private int importSlot() {
        long served = catalogue.wanted().map(Promotion::version).orElse(-1L);
        Map<Integer, Long> taken =
                catalogue.models().stream()
                        .collect(
                                Collectors.toMap(
                                        it -> it.location().slot(), PublishedModel::version));
        int end = SnapshotLog.FIRST_IMPORT_SLOT + IMPORTS_KEPT;
        return IntStream.range(SnapshotLog.FIRST_IMPORT_SLOT, end)
                .boxed()
                .filter(slot -> taken.getOrDefault(slot, -2L) != served)
                .min(Comparator.comparingLong(slot -> taken.getOrDefault(slot, -2L)))
                .orElseThrow();
    }

    @Override
    public void close() {
        topics.close();
        deadLetters.close();
        own.ifPresent(Foundations::close);
    }

    private static void tell(ModelCatalogue catalogue, ModelNews news) {
        if (news instanceof ModelNews.Published published) {
            catalogue.published(published.model());
        } else if (news instanceof ModelNews.Promoted promoted) {
            catalogue.promoted(promoted.promotion());
        }
    }
}
