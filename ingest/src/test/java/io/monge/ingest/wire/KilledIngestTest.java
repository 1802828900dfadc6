package io.monge.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.embedded.EmbeddedKafka;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.kafka.TopicAdmin;
import io.monge.schemas.Topics;
import io.monge.schemas.record.ImagePatch;
import io.monge.schemas.registry.SchemaRegistries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ingest's process killed with -9 at random moments while it reads a folder. {@code
 * -Dmonge.kills=10} for more.
 */
class KilledIngestTest {

    private static final int KILLS = Integer.getInteger("monge.kills", 3);
    private static final long SEED = Long.getLong("monge.kills.seed", 1);
    private static final int IMAGES = 150 * KILLS;
    private static final int LONGEST_LIFE_MILLIS = 1_500;
    private static final Duration STARTED = Duration.ofMinutes(2);

    @TempDir Path folder;
    private int lives;

    @Test
    void everyPatchIsThereOnceWithTheContentOfAReadingThatWasNeverKilled() throws Exception {
        write();
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("broker"))) {
            Random random = new Random(SEED);
            List<Long> done = new ArrayList<>();
            for (int kill = 0; kill < KILLS; kill++) {
                done.add(live(broker, "killed.", random.nextInt(LONGEST_LIFE_MILLIS)));
            }
            finish(broker, "killed.", done.stream().mapToLong(Long::longValue).sum());
            finish(broker, "whole.", 0);

            List<String> killed = patches(broker, "killed.");
            assertThat(killed)
                    .hasSize(IMAGES * KillableIngest.PATCHES)
                    .isEqualTo(patches(broker, "whole."));
            System.out.printf(
                    "killed %d times after %s safe patches of a life: all %d patches there once, their pixels those of a"
                            + " reading that was never killed%n",
                    KILLS, done, killed.size());
        }
    }

    private void write() throws IOException {
        ImageCodec codec = new ImageCodec(new ImageLimits(1 << 20, 1 << 20));
        Path images = Files.createDirectories(folder.resolve("images"));
        Random random = new Random(SEED);
        for (int i = 0; i < IMAGES; i++) {
            byte[] pixels = new byte[RgbImage.byteLength(40, 30)];
            random.nextBytes(pixels);
            Files.write(
                    images.resolve("%04d.png".formatted(i)),
                    codec.encodePng(new RgbImage(40, 30, pixels)));
        }
    }

    /** Lets a process read for a while after its first patches; returns what it said was safe. */
    private long live(EmbeddedKafka broker, String prefix, int millis) throws Exception {
        Path output = folder.resolve("life-" + lives++);
        // Paced, so that there is something left for each of the lives.
        Process process = start(broker, prefix, 1_000, output);
        try {
            Awaitility.await().atMost(STARTED).until(() -> safe(output) > 0 || !process.isAlive());
            assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).isFalse();
            process.destroyForcibly().waitFor();
            return safe(output);
        } finally {
            process.destroyForcibly();
        }
    }

    private void finish(EmbeddedKafka broker, String prefix, long before) throws Exception {
        Path output = folder.resolve("life-" + lives++);
        Process process = start(broker, prefix, 0, output);
        assertThat(process.waitFor(STARTED.toMinutes(), TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        // What was safe when a process was killed may have been more than it had said.
        assertThat(safe(output)).isPositive().isLessThanOrEqualTo(all() - before);
    }

    private static long all() {
        return (long) IMAGES * KillableIngest.PATCHES;
    }

    private Process start(EmbeddedKafka broker, String prefix, double rate, Path output)
            throws IOException {
        provision(broker, prefix);
        return KillableIngest.start(
                broker.bootstrapServers(),
                prefix,
                folder.resolve("registry"),
                folder.resolve("images").toString(),
                rate,
                output);
    }

    private static void provision(EmbeddedKafka broker, String prefix) {
        try (TopicAdmin admin =
                new TopicAdmin(KafkaSettings.of(broker.bootstrapServers(), prefix))) {
            admin.provision(Topics.withPrefix(prefix));
        }
    }

    /** The last of the whole lines. */
    private static long safe(Path output) throws IOException {
        String text = Files.readString(output);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith(KillableIngest.SAFE))
                .reduce((first, second) -> second)
                .map(line -> Long.parseLong(line.substring(KillableIngest.SAFE.length() + 1)))
                .orElse(0L);
    }

    /** Image, place and pixels of every patch on the topic, sorted. */
    private List<String> patches(EmbeddedKafka broker, String prefix) throws Exception {
        try (SchemaRegistryClient registry =
                SchemaRegistries.open("embedded", folder.resolve("registry"))) {
            KafkaConnection kafka =
                    new KafkaConnection(
                            KafkaSettings.of(broker.bootstrapServers(), prefix),
                            Topics.withPrefix(prefix),
                            registry);
            return WrittenRecords.of(kafka, kafka.topics().patchesLr()).stream()
                    .map(record -> words(record.value()))
                    .sorted()
                    .toList();
        }
    }

    private static String words(ImagePatch patch) {
        return "%s %d,%d %d"
                .formatted(
                        patch.getImageId(),
                        patch.getLeft(),
                        patch.getTop(),
                        ByteBuffer.wrap(patch.getPixels().array()).hashCode());
    }
}
