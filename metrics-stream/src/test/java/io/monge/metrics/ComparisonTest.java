package io.monge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.runtime.metric.Metric;
import io.monge.schemas.record.MetricSample;
import io.monge.schemas.record.MetricWindow;
import io.monge.schemas.registry.EmbeddedRegistry;
import io.monge.schemas.serde.AvroSerde;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What the verification notices. */
class ComparisonTest {
    private static final String TOPIC = "samples";
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Windowing WINDOWING =
            new Windowing(
                    List.of(Duration.ofSeconds(10), Duration.ofMinutes(1)), Duration.ofSeconds(5));

    private final AvroSerde<MetricSample> serde =
            AvroSerde.of(EmbeddedRegistry.inMemory(), MetricSample.class);
    private final Recount recount =
            new Recount(
                    WINDOWING,
                    new SampleReader(TOPIC, serde.deserializer(), Metric.RUNTIME_HEARTBEAT.id()),
                    Set.of(Recount.place(0, 2)));

    ComparisonTest() {
        for (int i = 0; i < 14; i++) { // one sample every 5 s; that at offset 2 is a dead letter
            byte[] bytes =
                    serde.serializer()
                            .serialize(TOPIC, Samples.at(NOON.plusSeconds(5 * i), i * 0.1));
            recount.add(new ConsumerRecord<>(TOPIC, 0, i, new byte[0], bytes));
        }
    }

    @Test
    void equalWindowsAreEqualAndDeadLettersAreInNone() {
        VerificationReport report = report(recount.closed());

        assertThat(report.isEqual()).isTrue();
        assertThat(report.windows()).isEqualTo(6 + 1);
        assertThat(report.samples()).isEqualTo(13);
        assertThat(recount.closed().get(key(NOON.plusSeconds(10), 10)).getCount()).isEqualTo(1);
        assertThat(recount.closed().get(key(NOON, 60)).getCount()).isEqualTo(11);
    }

    @Test
    void aSampleCountedTwiceIsADifference() {
        Map<WindowKey, MetricWindow> published = new HashMap<>(recount.closed());
        published.computeIfPresent(
                key(NOON, 60),
                (key, window) -> MetricWindow.newBuilder(window).setCount(12).build());

        VerificationReport report = report(published);

        assertThat(report.problems())
                .singleElement()
                .asString()
                .contains("count is 12, counted 11");
        assertThat(report.lines().get(Duration.ofMinutes(1)).different()).isEqualTo(1);
    }

    @Test
    void roundingOfTheMeanIsNoDifferenceAndALostSampleIs() {
        Map<WindowKey, MetricWindow> published = new HashMap<>(recount.closed());
        published.replaceAll(
                (key, window) ->
                        MetricWindow.newBuilder(window)
                                .setMean(window.getMean() * (1 + 1e-14))
                                .build());
        assertThat(report(published).isEqual()).isTrue();

        published.replaceAll(
                (key, window) ->
                        MetricWindow.newBuilder(window).setMean(window.getMean() + 1e-6).build());
        assertThat(report(published).problems()).hasSize(7);
    }

    @Test
    void windowsThatAreMissingNotFinalOrOfNoSamplesAreToldOf() {
        Map<WindowKey, MetricWindow> published = new HashMap<>(recount.closed());
        MetricWindow window = published.remove(key(NOON, 10));
        published.computeIfPresent(
                key(NOON.plusSeconds(10), 10),
                (key, open) -> MetricWindow.newBuilder(open).setClosed(false).build());
        published.put(key(NOON.minusSeconds(60), 10), window);

        VerificationReport report = report(published);

        assertThat(report.problems())
                .hasSize(3)
                .anyMatch(problem -> problem.contains("missing"))
                .anyMatch(problem -> problem.contains("not final"))
                .anyMatch(problem -> problem.contains("no sample is in it"));
        assertThat(report.lines().get(Duration.ofSeconds(10)))
                .isEqualTo(new VerificationReport.Line(4, 1, 1, 1));
    }

    @Test
    void ofATopicThatBeginsLateOnlyWhatIsWhollyThereIsCompared() {
        recount.beginsLate(
                new ConsumerRecord<>(
                        TOPIC,
                        1,
                        7,
                        NOON.plusSeconds(12).toEpochMilli(),
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        new byte[0],
                        new byte[0],
                        new RecordHeaders(),
                        Optional.empty()));

        assertThat(report(Map.of()).problems()).hasSize(4); // those from 20 s on
    }

    private VerificationReport report(Map<WindowKey, MetricWindow> published) {
        return new Comparison(recount, Instant.MIN, Instant.MAX).of(published, 0, WINDOWING);
    }

    private static WindowKey key(Instant start, int seconds) {
        return new WindowKey(Series.of(Samples.at(start, 0)), start, Duration.ofSeconds(seconds));
    }
}
