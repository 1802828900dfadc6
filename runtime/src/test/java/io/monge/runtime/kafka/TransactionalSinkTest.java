package io.monge.runtime.kafka;

import static io.monge.runtime.kafka.Records.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.monge.schemas.record.DeadLetter;
import io.monge.schemas.record.MetricSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;

@ExtendWith(Broker.class)
class TransactionalSinkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void chunksAreInvisibleUntilTheManifestIsCommittedWithThem(KafkaConnection kafka) {
        try (TransactionalSink sink = kafka.transactionalSink("trainer")) {
            List<RecordPosition> positions =
                    sink.transact(
                            transaction -> {
                                List<RecordPosition> sent =
                                        transaction.sendAndAwait(
                                                kafka.topics().metricsSamples(),
                                                samples("chunk", 5));
                                assertThat(values(kafka, sent.get(0))).isEmpty();
                                transaction.send(
                                        kafka.topics().metricsSamples(),
                                        sample("manifest", sent.get(0).offset()));
                                return sent;
                            });

            assertThat(positions).extracting(RecordPosition::offset).isSorted().hasSize(5);
            assertThat(values(kafka, positions.get(0))).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0);
        }
    }

    @Test
    void whatAFailedBodySentIsNeverSeenAndTheSinkGoesOn(KafkaConnection kafka) {
        try (TransactionalSink sink = kafka.transactionalSink("trainer")) {
            assertThatIllegalStateException()
                    .isThrownBy(
                            () ->
                                    sink.transact(
                                            transaction -> {
                                                transaction.sendAndAwait(
                                                        kafka.topics().metricsSamples(),
                                                        samples("a", 3));
                                                throw new IllegalStateException("half way");
                                            }))
                    .withMessage("half way");

            RecordPosition first =
                    sink.transact(
                                    transaction ->
                                            transaction.sendAndAwait(
                                                    kafka.topics().metricsSamples(),
                                                    samples("a", 2)))
                            .get(0);

            assertThat(values(kafka, new RecordPosition(first.partition(), 0)))
                    .containsExactly(0.0, 1.0);
        }
    }

    @Test
    void aFencedSinkFailsOnceAndIsThenOpenedAnew(KafkaConnection kafka) {
        try (TransactionalSink old = kafka.transactionalSink("trainer");
                TransactionalSink successor = kafka.transactionalSink("trainer")) {
            publishOne(old, kafka);
            publishOne(successor, kafka);

            assertThatExceptionOfType(KafkaException.class)
                    .isThrownBy(() -> publishOne(old, kafka));
            assertThat(publishOne(old, kafka)).isNotNull();
        }
    }

    @Test
    void aRecordTooLargeForItsTopicAbortsTheTransaction(KafkaConnection kafka) {
        try (TransactionalSink sink = kafka.transactionalSink("trainer")) {
            int tooLarge = kafka.topics().metricsSamples().maxRecordBytes() + 100_000;
            Keyed<MetricSample> huge = sample("x".repeat(tooLarge), 1);

            assertThatExceptionOfType(KafkaException.class)
                    .isThrownBy(
                            () ->
                                    sink.transact(
                                            transaction -> {
                                                transaction.send(
                                                        kafka.topics().metricsSamples(),
                                                        new Keyed<>("k", huge.value()));
                                                return true;
                                            }));
            assertThat(publishOne(sink, kafka)).isNotNull();
        }
    }

    @Test
    void consumedOffsetsStandOrFallWithTheResults(KafkaConnection kafka) {
        try (KafkaSink<MetricSample> input = kafka.sink(kafka.topics().metricsSamples());
                TransactionalSink sink = kafka.transactionalSink("serving");
                DeadLetters deadLetters = new DeadLetters(kafka, () -> {})) {
            input.sendAll(Flux.fromIterable(samples("same-key", 6))).blockLast(PATIENCE);
            ReadOptions options = ReadOptions.from(kafka.group("workers"));

            List<Delivery<MetricSample>> doomed =
                    take(
                            kafka,
                            options,
                            deadLetters,
                            4,
                            batch -> {
                                assertThatIllegalStateException()
                                        .isThrownBy(() -> work(kafka, sink, batch, true));
                            });
            assertThat(doomed).hasSize(4);
            List<Delivery<MetricSample>> done =
                    take(kafka, options, deadLetters, 4, batch -> work(kafka, sink, batch, false));
            List<Delivery<MetricSample>> rest =
                    take(kafka, options, deadLetters, 2, batch -> work(kafka, sink, batch, false));

            assertThat(done).extracting(Delivery::offset).containsExactly(0L, 1L, 2L, 3L);
            assertThat(rest).extracting(Delivery::offset).containsExactly(4L, 5L);
            assertThatExceptionOfType(CommitFailedException.class)
                    .as("deliveries of a consumer that has left")
                    .isThrownBy(() -> work(kafka, sink, rest, false));
            List<Long> results = new ArrayList<>();
            kafka.reader(kafka.topics().deadLetters())
                    .scan(0, 0, record -> !results.add(record.value().getOffset()), PATIENCE);
            assertThat(results).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        }
    }

    private interface Work {
        void on(List<Delivery<MetricSample>> batch);
    }

    /** Takes so many records in one consumer, works on them while it is a member, and leaves. */
    private static List<Delivery<MetricSample>> take(
            KafkaConnection kafka,
            ReadOptions options,
            DeadLetters deadLetters,
            int count,
            Work work) {
        KafkaSource<MetricSample> source =
                kafka.source(kafka.topics().metricsSamples(), options, deadLetters);
        List<Delivery<MetricSample>> batch =
                source.deliveries().buffer(count).doOnNext(work::on).blockFirst(PATIENCE);
        assertThat(source.awaitClosed(PATIENCE)).isTrue();
        return batch == null ? List.of() : batch;
    }

    private static void work(
            KafkaConnection kafka,
            TransactionalSink sink,
            List<Delivery<MetricSample>> batch,
            boolean failing) {
        sink.transact(
                transaction -> {
                    for (Delivery<MetricSample> delivery : batch) {
                        transaction.send(kafka.topics().deadLetters(), result(delivery.offset()));
                    }
                    transaction.consumed(batch);
                    if (failing) {
                        throw new IllegalStateException("crash before the commit");
                    }
                    return batch.size();
                });
    }

    private static Keyed<DeadLetter> result(long offset) {
        return new Keyed<>(
                "r", new DeadLetter("t", 0, offset, null, null, "result", Instant.EPOCH));
    }

    private static Object publishOne(TransactionalSink sink, KafkaConnection kafka) {
        return sink.transact(
                transaction ->
                        transaction.sendAndAwait(kafka.topics().metricsSamples(), samples("f", 1)));
    }

    private static List<Keyed<MetricSample>> samples(String metric, int count) {
        return IntStream.range(0, count).mapToObj(i -> sample(metric, i)).toList();
    }

    private static List<Double> values(KafkaConnection kafka, RecordPosition from) {
        List<Double> values = new ArrayList<>();
        kafka.reader(kafka.topics().metricsSamples())
                .scan(
                        from.partition(),
                        from.offset(),
                        record -> {
                            boolean ofInterest = !record.key().equals("manifest");
                            return ofInterest && !values.add(record.value().getValue());
                        },
                        PATIENCE);
        return values;
    }
}
