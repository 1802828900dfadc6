package io.monge.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.embedded.EmbeddedKafka;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.kafka.Received;
import io.monge.runtime.kafka.TopicAdmin;
import io.monge.schemas.Topics;
import io.monge.schemas.registry.SchemaRegistries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ingest's process killed with -9 at random moments while it reads a topic of images. {@code
 * -Dmonge.topic.kills=10} for more.
 */
class KilledTopicIngestTest {

    private static final int KILLS = Integer.getInteger("monge.topic.kills", 1);
    private static final long SEED = Long.getLong("monge.kills.seed", 1);
    private static final int IMAGES = 150 * KILLS;
    private static final int LONGEST_LIFE_MILLIS = 1_200;
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String PREFIX = "killed.";
    private static final String GROUP = PREFIX + "ingest-lr";
    private static final String IMAGE_TOPIC = "camera";

    @TempDir Path folder;
    private int lives;

    @Test
    void everyImageHasItsPatchesOnTheTopicOnce() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("broker"));
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            write(broker, admin);
            Random random = new Random(SEED);
            List<Long> read = new ArrayList<>();
            for (int kill = 0; kill < KILLS; kill++) {
                live(broker, admin, random.nextInt(LONGEST_LIFE_MILLIS));
                read.add(committed(admin));
            }
            finish(broker, admin);

            Map<String, Long> patches = patches(broker);
            assertThat(patches).hasSize(IMAGES);
            assertThat(patches.values()).containsOnly((long) KillableIngest.PATCHES);
            System.out.printf(
                    "killed %d times with %s images read: each of %d has its patches there once%n",
                    KILLS, read, IMAGES);
        }
    }

    private void write(EmbeddedKafka broker, Admin admin) throws Exception {
        admin.createTopics(List.of(new NewTopic(IMAGE_TOPIC, 3, (short) 1))).all().get();
        try (TopicAdmin topics =
                new TopicAdmin(KafkaSettings.of(broker.bootstrapServers(), PREFIX))) {
            topics.provision(Topics.withPrefix(PREFIX));
        }
        ImageCodec codec = new ImageCodec(new ImageLimits(1 << 20, 1 << 20));
        Random random = new Random(SEED);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            for (int i = 0; i < IMAGES; i++) {
                byte[] pixels = new byte[RgbImage.byteLength(40, 30)];
                random.nextBytes(pixels);
                byte[] image = codec.encodePng(new RgbImage(40, 30, pixels));
                producer.send(new ProducerRecord<>(IMAGE_TOPIC, "i" + i, image));
            }
        }
    }

    /** Lets a process read for a while after its first images. */
    private void live(EmbeddedKafka broker, Admin admin, int millis) throws Exception {
        long before = committed(admin);
        // Paced, so that there is something left for each of the lives.
        Process process = start(broker, 1_000);
        try {
            Awaitility.await()
                    .atMost(DEADLINE)
                    .until(() -> committed(admin) > before || !process.isAlive());
            assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).isFalse();
            process.destroyForcibly().waitFor();
        } finally {
            process.destroyForcibly();
        }
        // Rather than wait until the group takes it for dead.
        admin.removeMembersFromConsumerGroup(GROUP, new RemoveMembersFromConsumerGroupOptions())
                .all()
                .get();
    }

    private void finish(EmbeddedKafka broker, Admin admin) throws Exception {
        Process process = start(broker, 0);
        try {
            Awaitility.await()
                    .atMost(DEADLINE)
                    .until(() -> committed(admin) == IMAGES || !process.isAlive());
            assertThat(committed(admin)).isEqualTo(IMAGES);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(EmbeddedKafka broker, double rate) throws Exception {
        return KillableIngest.start(
                broker.bootstrapServers(),
                PREFIX,
                Files.createDirectories(folder.resolve("registry")),
                IMAGE_TOPIC,
                rate,
                folder.resolve("life-" + lives++));
    }

    /** Images whose offsets are committed. */
    private static long committed(Admin admin) throws Exception {
        return admin
                .listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get()
                .values()
                .stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    /** Patches on the topic by their image. */
    private Map<String, Long> patches(EmbeddedKafka broker) throws Exception {
        try (SchemaRegistryClient registry =
                SchemaRegistries.open("embedded", folder.resolve("registry"))) {
            KafkaConnection kafka =
                    new KafkaConnection(
                            KafkaSettings.of(broker.bootstrapServers(), PREFIX),
                            Topics.withPrefix(PREFIX),
                            registry);
            return WrittenRecords.of(kafka, kafka.topics().patchesLr()).stream()
                    .collect(Collectors.groupingBy(Received::key, Collectors.counting()));
        }
    }
}
