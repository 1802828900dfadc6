package io.monge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.runtime.metric.Metric;
import io.monge.schemas.Topics;
import io.monge.schemas.record.DeadLetter;
import io.monge.schemas.record.MetricSample;
import io.monge.schemas.record.MetricWindow;
import io.monge.schemas.registry.EmbeddedRegistry;
import io.monge.schemas.serde.AvroSerde;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTopologyTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir private Path directory;

    private final Topics topics = Topics.withPrefix("t.");
    private final SchemaRegistryClient registry = EmbeddedRegistry.inMemory();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> samples;
    private TestOutputTopic<String, MetricWindow> windows;
    private TestOutputTopic<String, DeadLetter> deadLetters;

    @BeforeEach
    void open() {
        MetricsConfig config =
                new MetricsConfig(
                        List.of(Duration.ofSeconds(10)),
                        Duration.ofSeconds(5),
                        SECOND,
                        1,
                        0,
                        directory);
        Properties properties = new Properties();
        properties.put("application.id", "metrics-test");
        properties.put("bootstrap.servers", "unused:1");
        properties.put("state.dir", directory.toString());
        driver =
                new TopologyTestDriver(
                        MetricsTopology.of(topics, registry, config),
                        properties,
                        NOON.plusSeconds(60));
        samples =
                driver.createInputTopic(
                        topics.metricsSamples().name(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        windows =
                driver.createOutputTopic(
                        topics.metricsWindows().name(),
                        new StringDeserializer(),
                        AvroSerde.of(registry, topics.metricsWindows()).deserializer());
        deadLetters =
                driver.createOutputTopic(
                        topics.deadLetters().name(),
                        new StringDeserializer(),
                        AvroSerde.of(registry, topics.deadLetters()).deserializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aWindowHoldsTheStatisticsOfItsSamples() {
        send(
                Samples.at(NOON, 1),
                Samples.at(NOON.plusSeconds(3), 2),
                Samples.at(NOON.plusMillis(9999), 6));

        MetricWindow window = onlyWindow();

        assertThat(window.getMetric()).isEqualTo(Samples.METRIC);
        assertThat(window.getSource()).isEqualTo("trainer");
        assertThat(window.getUnit()).isEqualTo("1");
        assertThat(window.getModelVersion()).isNull();
        assertThat(window.getStart()).isEqualTo(NOON);
        assertThat(window.getEnd()).isEqualTo(NOON.plusSeconds(10));
        assertThat(window.getCount()).isEqualTo(3);
        assertThat(window.getMean()).isEqualTo(3);
        assertThat(window.getStddev()).isCloseTo(Math.sqrt(14 / 3.0), within(1e-15));
        assertThat(window.getMin()).isEqualTo(1);
        assertThat(window.getMax()).isEqualTo(6);
        assertThat(window.getP50()).isCloseTo(2, within(0.02)); // the sketch's 1 %
        assertThat(window.getLast()).isEqualTo(6);
    }

    @Test
    void anOpenWindowIsPublishedAsItGrowsUnderOneKeyAndOnlyWhenItChanged() {
        send(Samples.at(NOON, 1), Samples.at(NOON, 3));
        TestRecord<String, MetricWindow> first = published().get(0);
        send(Samples.at(NOON.plusSeconds(1), 5));
        TestRecord<String, MetricWindow> second = published().get(0);

        assertThat(first.value().getCount()).isEqualTo(2);
        assertThat(second.value().getCount()).isEqualTo(3);
        assertThat(second.key())
                .isEqualTo(first.key())
                .startsWith(Samples.METRIC + "@" + NOON.toEpochMilli());
        assertThat(published()).isEmpty();
    }

    @Test
    void samplesOfTwoStretchesOfTimeAreTwoWindows() {
        send(Samples.at(NOON.plusSeconds(9), 1), Samples.at(NOON.plusSeconds(10), 2));

        assertThat(published())
                .extracting(window -> window.value().getStart())
                .containsExactly(NOON, NOON.plusSeconds(10));
    }

    @Test
    void sourcesAndModelVersionsAreNotMixed() {
        send(
                Samples.of("trainer", null, NOON, 1),
                Samples.of("serving", null, NOON, 2),
                Samples.of("serving", 500L, NOON, 3),
                Samples.of("serving", 1000L, NOON, 4));

        List<TestRecord<String, MetricWindow>> found = published();

        assertThat(found).extracting(TestRecord::key).doesNotHaveDuplicates();
        assertThat(found).allMatch(window -> window.value().getCount() == 1);
        assertThat(found)
                .extracting(window -> window.value().getModelVersion())
                .containsExactly(null, null, 500L, 1000L);
    }

    @Test
    void aSampleWithinTheGraceIsCountedAndOneAfterItIsNot() {
        send(
                Samples.at(NOON, 1),
                Samples.at(NOON.plusSeconds(14), 2),
                Samples.at(NOON.plusSeconds(9), 3));
        assertThat(published().get(0).value().getCount()).isEqualTo(2);

        send(Samples.at(NOON.plusSeconds(15), 4), Samples.at(NOON.plusSeconds(9), 5));

        assertThat(published())
                .extracting(TestRecord::value)
                .filteredOn(window -> window.getStart().equals(NOON))
                .singleElement()
                .matches(window -> window.getClosed() && window.getCount() == 2);
    }

    @Test
    void aSampleThatIsTooLateIsCountedByAMetricOfItsOwn() {
        TestOutputTopic<String, MetricSample> counted =
                driver.createOutputTopic(
                        topics.metricsSamples().name(),
                        new StringDeserializer(),
                        AvroSerde.of(registry, topics.metricsSamples()).deserializer());
        send(
                Samples.at(NOON.plusSeconds(15), 1),
                Samples.at(NOON.plusSeconds(9), 2),
                Samples.at(NOON.plusSeconds(8), 3));

        published();

        MetricSample late = counted.readValue();
        assertThat(late.getMetric()).isEqualTo(Metric.METRICS_LATE.id());
        assertThat(late.getValue()).isEqualTo(2);
        assertThat(counted.isEmpty()).isTrue();
    }

    @Test
    void aHeartbeatMovesTimeOnAndIsNoMetricItself() {
        send(Samples.at(NOON, 1));
        published();
        MetricSample beat =
                new MetricSample(
                        Metric.RUNTIME_HEARTBEAT.id(),
                        "trainer",
                        "1",
                        1.0,
                        null,
                        null,
                        NOON.plusSeconds(15));

        send(beat, Samples.at(NOON.plusSeconds(1), 2));

        MetricWindow window = onlyWindow();
        assertThat(window.getClosed()).isTrue();
        assertThat(window.getCount()).isEqualTo(1);
    }

    @Test
    void whatIsNoSampleIsADeadLetterAndTheNextRecordIsRead() {
        byte[] key = "k".getBytes(StandardCharsets.UTF_8);
        byte[] garbage = "not avro".getBytes(StandardCharsets.UTF_8);
        samples.pipeInput(key, garbage);
        send(Samples.at(NOON, 1));

        DeadLetter letter = deadLetters.readValue();

        assertThat(letter.getTopic()).isEqualTo(topics.metricsSamples().name());
        assertThat(letter.getPartition()).isZero();
        assertThat(letter.getOffset()).isZero();
        assertThat(letter.getKey().array()).isEqualTo(key);
        assertThat(letter.getValue().array()).isEqualTo(garbage);
        assertThat(letter.getReason()).contains("not a MetricSample");
        assertThat(onlyWindow().getCount()).isEqualTo(1);
    }

    @Test
    void aSampleThatWouldSpoilAWindowIsADeadLetterToo() {
        send(
                Samples.at(NOON, Double.NaN),
                Samples.at(NOON, Double.NEGATIVE_INFINITY),
                Samples.at(NOON, Double.MAX_VALUE),
                Samples.of("a@b", null, NOON, 1),
                Samples.at(NOON.plus(Duration.ofDays(365)), 1));
        samples.pipeInput(new TestRecord<>(new byte[0], null));
        send(Samples.at(NOON, 1));

        assertThat(deadLetters.readValuesToList())
                .extracting(DeadLetter::getReason)
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("NaN"),
                        reason -> assertThat(reason).contains("-Infinity"),
                        reason -> assertThat(reason).contains("must be a number of at most 1e+100"),
                        reason -> assertThat(reason).contains("'@'"),
                        reason -> assertThat(reason).contains("still to come"),
                        reason -> assertThat(reason).contains("no value"));
        assertThat(onlyWindow().getCount()).isEqualTo(1);
    }

    private void send(MetricSample... values) {
        for (MetricSample value : values) {
            byte[] bytes =
                    AvroSerde.of(registry, topics.metricsSamples())
                            .serializer()
                            .serialize(topics.metricsSamples().name(), value);
            samples.pipeInput(value.getMetric().getBytes(StandardCharsets.UTF_8), bytes);
        }
    }

    private List<TestRecord<String, MetricWindow>> published() {
        driver.advanceWallClockTime(SECOND);
        return windows.readRecordsToList();
    }

    private MetricWindow onlyWindow() {
        List<TestRecord<String, MetricWindow>> found = published();
        assertThat(found).hasSize(1);
        return found.get(0).value();
    }
}
