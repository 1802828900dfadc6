package io.monge.launcher.command;

import io.monge.launcher.demo.Foundations;
import io.monge.launcher.setup.Connections;
import io.monge.launcher.setup.MongeConfig;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.serving.model.ModelCatalogue;
import io.monge.serving.model.ModelNews;
import io.monge.serving.model.Promotion;
import io.monge.serving.model.PublishedModel;
import io.monge.serving.wire.ModelTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The snapshots on the broker as they are now: read once when connecting. */
final class PublishedModels implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ModelCatalogue catalogue;
    private final ModelTopics topics;
    private final DeadLetters deadLetters;
    private final Optional<Foundations> own;

    private PublishedModels(
            ModelCatalogue catalogue,
            ModelTopics topics,
            DeadLetters deadLetters,
            Optional<Foundations> own) {
        this.catalogue = catalogue;
        this.topics = topics;
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
        ModelTopics topics = new ModelTopics(kafka, deadLetters, config.serving().model());
        ModelCatalogue catalogue = new ModelCatalogue();
        topics.news()
                .takeWhile(news -> !(news instanceof ModelNews.CaughtUp))
                .doOnNext(news -> tell(catalogue, news))
                .blockLast(TIMEOUT);
        return new PublishedModels(catalogue, topics, deadLetters, own);
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
