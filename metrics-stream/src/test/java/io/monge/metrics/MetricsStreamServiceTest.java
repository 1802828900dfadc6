package io.monge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.embedded.EmbeddedKafka;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.kafka.TopicAdmin;
import io.monge.runtime.service.Health;
import io.monge.schemas.Topic;
import io.monge.schemas.Topics;
import io.monge.schemas.record.DeadLetter;
import io.monge.schemas.record.MetricSample;
import io.monge.schemas.record.MetricWindow;
import io.monge.schemas.registry.EmbeddedRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application on a real broker, exactly once, over a restart. */
class MetricsStreamServiceTest {

    /** Wide against a loaded machine; all waits end as soon as their condition holds. */
    private static final Duration DEADLINE = Duration.ofSeconds(120);

    private static final int SAMPLES = 500;

    @TempDir private Path directory;

    private final Topics topics = Topics.withPrefix("t.");
    private EmbeddedKafka broker;
    private KafkaConnection kafka;

    @BeforeEach
    void start() {
        broker = EmbeddedKafka.start(directory.resolve("kafka"));
        KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers(), "t.");
        kafka = new KafkaConnection(settings, topics, EmbeddedRegistry.inMemory());
        try (TopicAdmin admin = new TopicAdmin(settings)) {
            admin.provision(topics);
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void everySampleCountsOnceAlthoughTheApplicationIsRestartedAndPoisonLiesBetween() {
        Instant now = Instant.now();
        byte[] poison = new byte[1_000_000];

        try (MetricsStreamService service = service("first")) {
            service.start();
            send(now, 0, SAMPLES);
            write(poison);
            await().atMost(DEADLINE).until(() -> counted() == SAMPLES);
            assertThat(service.health().is(Health.State.UP)).isTrue();
        }
        send(now, SAMPLES, 2 * SAMPLES);
        // Another directory: the sums come back from the broker, not from a disk that may be gone.
        try (MetricsStreamService service = service("second")) {
            service.start();
            await().atMost(DEADLINE).until(() -> counted() == 2 * SAMPLES);
        }

        MetricWindow window = latest(topics.metricsWindows()).values().iterator().next();
        assertThat(window.getMean()).isEqualTo((2 * SAMPLES - 1) / 2.0);
        assertThat(window.getMax()).isEqualTo(2 * SAMPLES - 1);
        Map<String, DeadLetter> letters = latest(topics.deadLetters());
        assertThat(letters).hasSize(1);
        assertThat(letters.values().iterator().next().getValue().remaining())
                .isEqualTo(poison.length);
    }

    @Test
    void withoutItsTopicTheServiceReportsThatItIsDown() {
        KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers(), "elsewhere.");
        KafkaConnection empty =
                new KafkaConnection(
                        settings, Topics.withPrefix("elsewhere."), EmbeddedRegistry.inMemory());

        try (MetricsStreamService service = new MetricsStreamService(config("third"), empty)) {
            service.start();

            await().atMost(DEADLINE).until(() -> service.health().is(Health.State.DOWN));
            assertThat(service.health().reason()).contains("source topics were missing");
        }
    }

    private MetricsStreamService service(String state) {
        return new MetricsStreamService(config(state), kafka);
    }

    /** One window for the whole test, so that the count is one number. */
    private MetricsConfig config(String state) {
        return new MetricsConfig(
                List.of(Duration.ofDays(1000)),
                Duration.ofSeconds(5),
                Duration.ofMillis(200),
                1,
                0,
                directory.resolve(state));
    }

    private void send(Instant now, int from, int to) {
        List<byte[]> values = new ArrayList<>();
        for (int i = from; i < to; i++) {
            MetricSample sample = Samples.at(now, i);
            values.add(
                    kafka.serde(topics.metricsSamples())
                            .serializer()
                            .serialize(topics.metricsSamples().name(), sample));
        }
        write(values.toArray(byte[][]::new));
    }

    private void write(byte[]... values) {
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var producer =
                new KafkaProducer<>(
                        properties, new StringSerializer(), new ByteArraySerializer())) {
            for (byte[] value : values) {
                producer.send(
                        new ProducerRecord<>(
                                topics.metricsSamples().name(), Samples.METRIC, value));
            }
        }
    }

    private long counted() {
        return latest(topics.metricsWindows()).values().stream()
                .mapToLong(MetricWindow::getCount)
                .sum();
    }

    /** What a committed-only reader sees, the latest per key. */
    private <V extends SpecificRecord> Map<String, V> latest(Topic<V> topic) {
        Map<String, Object> properties =
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "isolation.level",
                        "read_committed");
        Map<String, V> latest = new HashMap<>();
        try (var consumer =
                new KafkaConsumer<>(
                        properties, new StringDeserializer(), kafka.serde(topic).deserializer())) {
            TopicPartition only = new TopicPartition(topic.name(), 0);
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            long end = consumer.endOffsets(List.of(only)).get(only);
            while (consumer.position(only) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(r -> latest.put(r.key(), r.value()));
            }
        }
        return latest;
    }
}
