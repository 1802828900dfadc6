package io.monge.runtime.kafka;

import static io.monge.runtime.kafka.Records.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.monge.schemas.record.DeadLetter;
import io.monge.schemas.record.MetricSample;
import io.monge.schemas.record.ModelPromotion;
import io.monge.schemas.record.PromotedBy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sources, followers and readers on a real broker. */
@ExtendWith(Broker.class)
class KafkaStreamTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void membersJoinAndLeaveAndNoRecordIsLost(KafkaConnection kafka) {
        int records = 6000;
        Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
        try (KafkaSink<MetricSample> sink = kafka.sink(kafka.topics().metricsSamples());
                DeadLetters deadLetters = new DeadLetters(kafka, () -> {})) {
            Disposable first = member(kafka, deadLetters, seen);
            Disposable writing =
                    sink.sendAll(
                                    Flux.range(0, records)
                                            .delayUntil(KafkaStreamTest::now)
                                            .map(i -> sample("k" + i, i)))
                            .subscribe();
            await().atMost(PATIENCE).until(() -> seen.size() > records / 10);
            Disposable second = member(kafka, deadLetters, seen);
            await().atMost(PATIENCE).until(() -> seen.size() > records / 2);
            first.dispose();
            Disposable third = member(kafka, deadLetters, seen);

            await().atMost(PATIENCE).until(() -> seen.size() == records);
            second.dispose();
            third.dispose();
            writing.dispose();
        }
        long twice = seen.values().stream().filter(count -> count.get() > 1).count();
        assertThat(twice).as("read twice, out of " + records).isLessThan(records / 10);
    }

    /** A pace at which members can join and leave while records still come. */
    private static Mono<Long> now(int i) {
        return i % 100 == 0 ? Mono.delay(Duration.ofMillis(50)) : Mono.just(0L);
    }

    private static Disposable member(
            KafkaConnection kafka, DeadLetters deadLetters, Map<String, AtomicInteger> seen) {
        return kafka.source(
                        kafka.topics().metricsSamples(),
                        ReadOptions.from(kafka.group("g")),
                        deadLetters)
                .deliveries()
                .flatMap(
                        delivery ->
                                Mono.just(delivery)
                                        .delayElement(
                                                Duration.ofMillis(
                                                        delivery.offset()
                                                                % 7)) // out of order on purpose
                                        .doOnNext(
                                                done -> {
                                                    seen.computeIfAbsent(
                                                                    done.key(),
                                                                    key -> new AtomicInteger())
                                                            .incrementAndGet();
                                                    done.acknowledge();
                                                }),
                        16)
                .subscribe();
    }

    @Test
    void aPoisonRecordReachesTheDeadLettersWithItsBytes(KafkaConnection kafka) {
        byte[] poison = "garbage".getBytes(StandardCharsets.UTF_8);
        AtomicInteger counted = new AtomicInteger();
        try (Producer<byte[], byte[]> raw =
                        new KafkaProducer<>(
                                kafka.clientProperties(),
                                new ByteArraySerializer(),
                                new ByteArraySerializer());
                KafkaSink<MetricSample> sink = kafka.sink(kafka.topics().metricsSamples());
                DeadLetters deadLetters = new DeadLetters(kafka, counted::incrementAndGet)) {
            raw.send(new ProducerRecord<>(kafka.topics().metricsSamples().name(), 0, null, poison));
            raw.flush();
            sink.sendTo(0, "good", sample("good", 1).value()).block(PATIENCE);

            Delivery<MetricSample> good =
                    kafka.source(
                                    kafka.topics().metricsSamples(),
                                    ReadOptions.from(kafka.group("g")),
                                    deadLetters)
                            .deliveries()
                            .blockFirst(PATIENCE);

            assertThat(good.key()).isEqualTo("good");
            List<DeadLetter> letters = new ArrayList<>();
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    kafka.reader(kafka.topics().deadLetters())
                                                    .scan(
                                                            0,
                                                            0,
                                                            letter -> letters.add(letter.value()),
                                                            PATIENCE)
                                            == ScanEnd.SATISFIED);
            DeadLetter letter = letters.get(0);
            assertThat(letter.getTopic()).isEqualTo(kafka.topics().metricsSamples().name());
            assertThat(letter.getOffset()).isZero();
            assertThat(letter.getValue().array()).isEqualTo(poison);
            assertThat(letter.getReason()).contains("MetricSample");
            assertThat(counted).hasValue(1);
        }
    }

    @Test
    void aSoleReaderGoesOnFromTheOffsetsItIsGiven(KafkaConnection kafka) {
        try (KafkaSink<MetricSample> sink = kafka.sink(kafka.topics().metricsSamples());
                DeadLetters deadLetters = new DeadLetters(kafka, () -> {})) {
            for (int partition : List.of(0, 0, 0, 1)) {
                sink.sendTo(partition, "k", sample("k", 1).value()).block(PATIENCE);
            }
            KafkaSource<MetricSample> source =
                    kafka.source(
                            kafka.topics().metricsSamples(),
                            ReadOptions.from(Start.at(Map.of(0, 2L))),
                            deadLetters);

            List<Delivery<MetricSample>> read =
                    source.deliveries().take(2).collectList().block(PATIENCE);

            assertThat(read)
                    .extracting(Delivery::partition, Delivery::offset)
                    .containsExactlyInAnyOrder(tuple(0, 2L), tuple(1, 0L));
            assertThat(source.awaitClosed(PATIENCE)).isTrue();
        }
    }

    @Test
    void aReaderFromTheEndSeesOnlyWhatComesLater(KafkaConnection kafka) {
        List<Double> seen = new CopyOnWriteArrayList<>();
        try (KafkaSink<MetricSample> sink = kafka.sink(kafka.topics().metricsSamples());
                DeadLetters deadLetters = new DeadLetters(kafka, () -> {})) {
            sink.sendTo(0, "k", sample("old", 1).value()).block(PATIENCE);
            KafkaSource<MetricSample> source =
                    kafka.source(
                            kafka.topics().metricsSamples(),
                            ReadOptions.from(Start.latest()),
                            deadLetters);
            Disposable reading =
                    source.deliveries()
                            .subscribe(delivery -> seen.add(delivery.value().getValue()));
            await().atMost(PATIENCE).until(() -> !source.progress().isEmpty());

            sink.sendTo(0, "k", sample("new", 2).value()).block(PATIENCE);
            await().atMost(PATIENCE).until(() -> !seen.isEmpty());

            assertThat(seen).containsExactly(2.0);
            reading.dispose();
        }
    }

    @Test
    void aFollowerTellsWhatIsThereThenThatItHasCaughtUpThenWhatComes(KafkaConnection kafka) {
        List<String> told = new CopyOnWriteArrayList<>();
        try (KafkaSink<ModelPromotion> sink = kafka.sink(kafka.topics().modelCurrent());
                DeadLetters deadLetters = new DeadLetters(kafka, () -> {})) {
            sink.send("default", promotion(1)).block(PATIENCE);
            sink.send("default", promotion(2)).block(PATIENCE);
            Disposable following =
                    kafka.follower(kafka.topics().modelCurrent(), deadLetters)
                            .changes()
                            .subscribe(change -> told.add(described(change)));
            await().atMost(PATIENCE).until(() -> told.contains("caught up"));
            sink.send("default", promotion(3)).block(PATIENCE);

            await().atMost(PATIENCE).until(() -> told.size() == 4);
            assertThat(told).containsExactly("version 1", "version 2", "caught up", "version 3");
            following.dispose();
        }
    }

    @Test
    void aFollowerOfAnEmptyTopicHasCaughtUpAtOnce(KafkaConnection kafka) {
        try (DeadLetters deadLetters = new DeadLetters(kafka, () -> {})) {
            Change<ModelPromotion> first =
                    kafka.follower(kafka.topics().modelCurrent(), deadLetters)
                            .changes()
                            .blockFirst(PATIENCE);

            assertThat(first).isInstanceOf(Change.CaughtUp.class);
        }
    }

    @Test
    void aScanEndsWhereItIsToldToOrAtTheEndOfTheTopic(KafkaConnection kafka) {
        try (KafkaSink<MetricSample> sink = kafka.sink(kafka.topics().metricsSamples())) {
            for (int i = 0; i < 5; i++) {
                sink.sendTo(2, "k", sample("k", i).value()).block(PATIENCE);
            }
        }
        TopicReader<MetricSample> reader = kafka.reader(kafka.topics().metricsSamples());
        List<Long> offsets = new ArrayList<>();

        assertThat(
                        reader.scan(
                                2,
                                1,
                                record -> offsets.add(record.offset()) && record.offset() == 3,
                                PATIENCE))
                .isEqualTo(ScanEnd.SATISFIED);
        assertThat(reader.scan(2, 4, record -> false, PATIENCE)).isEqualTo(ScanEnd.END_OF_TOPIC);
        assertThat(reader.scan(2, 0, record -> false, Duration.ZERO)).isEqualTo(ScanEnd.DEADLINE);
        assertThat(offsets).containsExactly(1L, 2L, 3L);
    }

    @Test
    void theNewestRecordsComeFromAllPartitions(KafkaConnection kafka) {
        try (KafkaSink<MetricSample> sink = kafka.sink(kafka.topics().metricsSamples())) {
            for (int i = 0; i < 9; i++) {
                sink.sendTo(i % 3, "newest", sample("newest", i).value()).block(PATIENCE);
            }
        }
        TopicReader<MetricSample> reader = kafka.reader(kafka.topics().metricsSamples());

        assertThat(reader.newest(4, PATIENCE))
                .hasSize(4)
                .extracting(record -> record.value().getValue())
                .containsExactlyInAnyOrder(8.0, 7.0, 6.0, 5.0);
        assertThat(reader.newest(4, Duration.ZERO)).isEmpty();
    }

    private static String described(Change<ModelPromotion> change) {
        if (change instanceof Change.Updated<ModelPromotion> updated) {
            return "version " + updated.record().value().getVersion();
        }
        return change instanceof Change.CaughtUp ? "caught up" : "removed";
    }

    private static ModelPromotion promotion(long version) {
        return ModelPromotion.newBuilder()
                .setModel("default")
                .setVersion(version)
                .setBy(PromotedBy.GATE)
                .setReason("test")
                .setScores(List.of())
                .setPromotedAt(Instant.EPOCH)
                .build();
    }
}
