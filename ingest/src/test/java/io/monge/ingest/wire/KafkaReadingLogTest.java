package io.monge.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.embedded.EmbeddedKafka;
import io.monge.imaging.Crop;
import io.monge.imaging.RgbImage;
import io.monge.ingest.Domain;
import io.monge.ingest.FileStamp;
import io.monge.ingest.ImagePosition;
import io.monge.ingest.Patch;
import io.monge.ingest.ReadingLog;
import io.monge.ingest.Share;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.kafka.TopicAdmin;
import io.monge.schemas.Topics;
import io.monge.schemas.registry.SchemaRegistries;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaReadingLogTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final FileStamp STAMP =
            new FileStamp(123, Instant.parse("2026-01-01T00:00:00.123456789Z"));

    private EmbeddedKafka broker;
    private SchemaRegistryClient registry;
    private KafkaConnection kafka;

    @BeforeAll
    void start(@TempDir Path data) {
        broker = EmbeddedKafka.start(data.resolve("kafka"));
        registry = SchemaRegistries.open("embedded", data.resolve("registry"));
        KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers(), "test.");
        kafka = new KafkaConnection(settings, Topics.withPrefix("test."), registry);
        try (TopicAdmin admin = new TopicAdmin(settings)) {
            admin.provision(kafka.topics());
        }
    }

    @AfterAll
    void stop() throws Exception {
        registry.close();
        broker.close();
    }

    @Test
    void whatIsSafeIsToldToWhoReadsOnAndOthersReadingsAreNot() {
        try (ReadingLog first = log(Domain.HR, "photos");
                ReadingLog other = log(Domain.LR, "photos")) {
            assertThat(told(first)).isEmpty();
            first.append(List.of(patch("a.png", 1), patch("a.png", 2), patch("b.png", 1)))
                    .block(DEADLINE);
            other.resume(new Telling());
            other.append(List.of(patch("c.png", 1))).block(DEADLINE);
            first.endPass(0).block(DEADLINE);
        }

        try (ReadingLog next = log(Domain.HR, "photos")) {
            assertThat(told(next))
                    .containsExactly(
                            new ImagePosition("a.png", STAMP, 0, 2, 77).toString(),
                            new ImagePosition("b.png", STAMP, 0, 1, 77).toString(),
                            "end of 0");
        }
    }

    @Test
    void whoIsTakenOverIsToldSoAndLeavesNothingBehind() {
        try (ReadingLog first = log(Domain.HR, "shared");
                ReadingLog second = log(Domain.HR, "shared")) {
            first.resume(new Telling());
            second.resume(new Telling());

            assertThatThrownBy(() -> first.append(List.of(patch("a.png", 1))).block(DEADLINE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("The patches of 'hr shared' cannot be sent: ")
                    .hasMessageEndingWith(
                            "If another process reads the same folder, give one of them a reading of its own");
            second.append(List.of(patch("b.png", 1))).block(DEADLINE);
        }

        try (ReadingLog next = log(Domain.HR, "shared")) {
            assertThat(told(next))
                    .containsExactly(new ImagePosition("b.png", STAMP, 0, 1, 77).toString());
        }
    }

    @Test
    void whatLiesBehindAnothersOpenTransactionIsWaitedFor() throws Exception {
        try (ReadingLog first = log(Domain.HR, "behind")) {
            first.resume(new Telling());
            first.append(List.of(patch("a.png", 1))).block(DEADLINE);
        }
        try (KafkaProducer<byte[], byte[]> slow = transactional();
                ReadingLog next = log(Domain.HR, "behind")) {
            slow.initTransactions();
            slow.beginTransaction();
            String topic = kafka.topics().ingestPositions().name();
            slow.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {1})).get();

            CompletableFuture<List<String>> told = CompletableFuture.supplyAsync(() -> told(next));
            Awaitility.await()
                    .during(Duration.ofMillis(700))
                    .atMost(DEADLINE)
                    .until(() -> !told.isDone());
            slow.abortTransaction();

            assertThat(told)
                    .succeedsWithin(DEADLINE)
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .containsExactly(new ImagePosition("a.png", STAMP, 0, 1, 77).toString());
        }
    }

    private ReadingLog log(Domain domain, String name) {
        return new KafkaReadingLog(kafka, domain, name);
    }

    private KafkaProducer<byte[], byte[]> transactional() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "slow"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static List<String> told(ReadingLog log) {
        Telling telling = new Telling();
        log.resume(telling);
        return telling.events;
    }

    private static Patch patch(String image, int patches) {
        Crop crop = new Crop(0, 0, new RgbImage(1, 1, new byte[] {1, 2, 3}));
        ImagePosition reached = new ImagePosition(image, STAMP, 0, patches, 77);
        return new Patch(Domain.HR, image, crop, Instant.EPOCH, Optional.of(reached), Share.NONE);
    }

    private static final class Telling implements ReadingLog.Visitor {

        private final List<String> events = new ArrayList<>();

        @Override
        public void image(ImagePosition position) {
            events.add(position.toString());
        }

        @Override
        public void passEnded(long pass) {
            events.add("end of " + pass);
        }
    }
}
