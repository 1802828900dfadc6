package io.monge.serving.wire;

import io.monge.runtime.kafka.Change;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaFollower;
import io.monge.runtime.kafka.KafkaSink;
import io.monge.runtime.kafka.ScanEnd;
import io.monge.runtime.kafka.TopicReader;
import io.monge.schemas.record.ModelChunk;
import io.monge.schemas.record.ModelManifest;
import io.monge.schemas.record.ModelPromotion;
import io.monge.schemas.snapshot.SnapshotChunks;
import io.monge.serving.model.ModelFeed;
import io.monge.serving.model.ModelNews;
import io.monge.serving.model.Promoter;
import io.monge.serving.model.Promotion;
import io.monge.serving.model.PublishedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The three model topics as one feed of one model, and the way to promote. Reads only what was
 * committed; writes each promotion at least once.
 */
public final class ModelTopics implements ModelFeed, Promoter, AutoCloseable {

    private static final Duration FETCH_TIMEOUT = Duration.ofMinutes(2);
    private static final int ONLY_PARTITION = 0;

    private final String model;
    private final KafkaFollower<ModelManifest> manifests;
    private final KafkaFollower<ModelPromotion> current;
    private final TopicReader<ModelChunk> chunks;
    private final KafkaSink<ModelPromotion> promotions;

    /**
     * @param model name of the model; others on the same topics are passed over
     */
    public ModelTopics(KafkaConnection kafka, DeadLetters deadLetters, String model) {
        this.model = model;
        this.manifests = kafka.follower(kafka.topics().modelManifests(), deadLetters);
        this.current = kafka.follower(kafka.topics().modelCurrent(), deadLetters);
        this.chunks = kafka.reader(kafka.topics().modelChunks());
        this.promotions = kafka.sink(kafka.topics().modelCurrent());
    }

    @Override
    public Flux<ModelNews> news() {
        AtomicInteger behind = new AtomicInteger(2);
        return Flux.merge(
                manifests
                        .changes()
                        .<ModelNews>concatMapIterable(
                                change ->
                                        news(
                                                change,
                                                behind,
                                                manifest -> manifest.getModel().equals(model),
                                                manifest ->
                                                        new ModelNews.Published(
                                                                ModelRecords.published(manifest)))),
                current.changes()
                        .<ModelNews>concatMapIterable(
                                change ->
                                        news(
                                                change,
                                                behind,
                                                promotion -> promotion.getModel().equals(model),
                                                promotion ->
                                                        new ModelNews.Promoted(
                                                                ModelRecords.promotion(
                                                                        promotion)))));
    }

    @Override
    public byte[] fetch(PublishedModel published) {
        ModelManifest manifest = ModelRecords.manifest(published);
        List<ModelChunk> found = new ArrayList<>();
        ScanEnd end =
                chunks.scan(
                        ONLY_PARTITION,
                        published.location().firstOffset(),
                        received -> {
                            if (SnapshotChunks.belongs(received.value(), manifest)) {
                                found.add(received.value());
                            }
                            return found.size() >= published.location().chunkCount();
                        },
                        FETCH_TIMEOUT);
        if (end == ScanEnd.DEADLINE) {
            throw new IllegalStateException(
                    "%d of %d chunks were read within %d s"
                            .formatted(
                                    found.size(),
                                    published.location().chunkCount(),
                                    FETCH_TIMEOUT.toSeconds()));
        }
        return SnapshotChunks.join(manifest, found);
    }

    @Override
    public Mono<Promotion> promote(PublishedModel published, Promotion.By by, String reason) {
        return Mono.defer(
                () -> {
                    Promotion promotion =
                            new Promotion(model, published.version(), by, reason, Instant.now());
                    return promotions
                            .send(model, ModelRecords.promotion(promotion, published.scores()))
                            .thenReturn(promotion);
                });
    }

    @Override
    public void close() {
        promotions.close();
    }

    /** A removed key says nothing here: its slot is overwritten by the next snapshot anyway. */
    private static <V extends SpecificRecord> List<ModelNews> news(
            Change<V> change,
            AtomicInteger behind,
            Predicate<V> ours,
            Function<V, ModelNews> told) {
        if (change instanceof Change.Updated<V> updated) {
            return Stream.of(updated.record().value()).filter(ours).map(told).toList();
        }
        boolean lastOne = change instanceof Change.CaughtUp<V> && behind.decrementAndGet() == 0;
        return lastOne ? List.of(new ModelNews.CaughtUp()) : List.of();
    }
}
