package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.embedded.EmbeddedKafka;
import io.monge.ot.tensor.SafeTensors;
import io.monge.runtime.config.InvalidConfigException;
import io.monge.runtime.metric.CollectingMetricEmitter;
import io.monge.trainer.TrainerConfig.CheckpointConfig;
import io.monge.trainer.wire.CheckpointLog;
import io.monge.trainer.wire.CheckpointLog.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is lost, on a real broker. */
class SecondHomeTest {

    private static final int KEPT = 2;

    @TempDir static Path brokerData;
    private static EmbeddedKafka broker;

    @TempDir Path directory;
    private final CollectingMetricEmitter metrics = new CollectingMetricEmitter();

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedKafka.start(brokerData);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aTrainingWhoseDiskWasLostGoesOnAsIfNothingHadHappened() throws IOException {
        Wire wire = Wire.open(broker.bootstrapServers(), "disk.");
        wire.record(1000);
        TrainingRuns runs = new TrainingRuns(directory, metrics);
        TrainerConfig whole = runs.config("whole");
        TrainerConfig lost = onTopic(runs.config("lost"));

        runs.trainUntil(23, whole, wire);
        runs.trainUntil(13, lost, wire);
        empty(lost.checkpoint().directory());
        runs.trainUntil(23, lost, wire);

        Checkpoint expected = runs.latest(whole);
        Checkpoint actual = runs.latest(lost);
        assertThat(actual.iteration()).isEqualTo(23);
        assertThat(actual.lr()).isEqualTo(expected.lr());
        assertThat(actual.hr()).isEqualTo(expected.hr());
        assertThat(actual.learnt()).as("bit for bit").isEqualTo(expected.learnt());
        try (CheckpointLog log = new CheckpointLog(wire.kafka(), "lost")) {
            assertThat(log.stored())
                    .as("slots turn over")
                    .hasSize(KEPT)
                    .first()
                    .extracting(Stored::file)
                    .asString()
                    .contains("-at23-");
        }
    }

    @Test
    void whatIsDamagedOnTheTopicIsPassedOverAndChunksOfTheOlderOneAreGone() throws IOException {
        Wire wire = Wire.open(broker.bootstrapServers(), "chunks.");
        Path large = file("000000000000-at1-" + "0".repeat(64) + ".safetensors", 1_200_000);
        Path small = file("000000000001-at2-" + "1".repeat(64) + ".safetensors", 1000);
        Path copy = directory.resolve("copy");

        try (CheckpointLog log = new CheckpointLog(wire.kafka(), "tiny")) {
            int chunks = log.append(large, 0, 0);
            List<Stored> first = log.stored();
            log.fetch(first.get(0), copy);
            assertThat(chunks).isEqualTo(3);
            assertThat(copy).hasSameBinaryContentAs(large);

            log.append(small, 0, chunks);
            assertThat(log.stored())
                    .singleElement()
                    .satisfies(
                            stored -> {
                                assertThat(stored.chunks()).isEqualTo(1);
                                log.fetch(stored, copy);
                            });
            assertThat(copy).hasSameBinaryContentAs(small);
        }

        Path home = directory.resolve("home");
        TrainerConfig config =
                onTopic(Tiny.config(Tiny.solver(), home, ReservoirConfig.WhenDry.WAIT));
        try (CheckpointDirectory opened = CheckpointDirectory.open(home, 2, 1);
                SecondHome second = SecondHome.open(config, wire.kafka(), metrics)) {
            assertThat(second.restore(opened, checkpoint -> {}))
                    .as("its SHA-256 is not in its name")
                    .isFalse();
            assertThat(opened.latest()).isEmpty();
        }
    }

    @Test
    void checkpointsOfAnotherVersionAreRefusedInBothHomes() throws Exception {
        Wire wire = Wire.open(broker.bootstrapServers(), "version.");
        Path home = Files.createDirectory(directory.resolve("home"));
        Path foreign = checkpointOfAnotherVersion(home);
        TrainerConfig config =
                onTopic(Tiny.config(Tiny.solver(), home, ReservoirConfig.WhenDry.WAIT));
        try (CheckpointLog log = new CheckpointLog(wire.kafka(), "tiny")) {
            log.append(foreign, 0, 0);
        }

        assertRefused(config, wire, "another version of Monge");
        assertThat(foreign).as("it is still there for the build that can read it").exists();

        empty(home);
        assertRefused(config, wire, "another version of Monge");
        assertThat(names(home)).as("nor is it fetched").containsExactly("lock");
    }

    @Test
    void aCheckpointOfOtherNetworksIsNotFetchedAndTheSentenceSaysTheWayOut() throws IOException {
        Wire wire = Wire.open(broker.bootstrapServers(), "networks.");
        wire.record(100);
        TrainingRuns runs = new TrainingRuns(directory, metrics);
        runs.trainUntil(2, onTopic(runs.config("networks")), wire);
        TrainingRuns elsewhere = new TrainingRuns(directory.resolve("elsewhere"), metrics);
        TrainerConfig deeper = onTopic(elsewhere.config("networks", Tiny.solver(2, 1e-4)));

        try (CheckpointDirectory opened =
                        CheckpointDirectory.open(deeper.checkpoint().directory(), 2, 1);
                SecondHome second = SecondHome.open(deeper, wire.kafka(), metrics)) {
            CheckpointKeeper keeper = new CheckpointKeeper(deeper, opened, second, metrics);
            assertThatThrownBy(keeper::latest)
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageContaining("trainer.solver.map")
                    .hasMessageContaining("another trainer.model or trainer.checkpoint.topic: 0");
        }

        assertThat(names(deeper.checkpoint().directory())).containsExactly("lock");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void damagedCheckpointsAreNoReasonToStartAnewWhenTheTopicHasNone() throws IOException {
        Wire wire = Wire.open(broker.bootstrapServers(), "damaged.");
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.write(home.resolve("000000000000-at1-" + "0".repeat(64) + ".safetensors"), bytes(9));
        TrainerConfig config =
                onTopic(Tiny.config(Tiny.solver(), home, ReservoirConfig.WhenDry.WAIT));

        assertRefused(config, wire, "are damaged");
        assertRefused(config, wire, "are damaged");
    }

    private void assertRefused(TrainerConfig config, Wire wire, String reason) {
        try (CheckpointDirectory opened =
                        CheckpointDirectory.open(config.checkpoint().directory(), 2, 1);
                SecondHome second = SecondHome.open(config, wire.kafka(), metrics)) {
            CheckpointKeeper keeper = new CheckpointKeeper(config, opened, second, metrics);
            assertThatThrownBy(keeper::latest)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(reason);
        }
    }

    /** Whole, and of a format that this build does not know. */
    private static Path checkpointOfAnotherVersion(Path home) throws Exception {
        byte[] bytes = new SafeTensors(Map.of(), Map.of("format", "monge-checkpoint-99")).toBytes();
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        return Files.write(home.resolve("000000000007-at35-" + hash + ".safetensors"), bytes);
    }

    private Path file(String name, int length) throws IOException {
        return Files.write(directory.resolve(name), bytes(length));
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void empty(Path checkpoints) throws IOException {
        try (Stream<Path> files = Files.list(checkpoints)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static TrainerConfig onTopic(TrainerConfig config) {
        CheckpointConfig local = config.checkpoint();
        return new TrainerConfig(
                config.model(),
                config.seed(),
                config.compute(),
                config.solver(),
                config.reservoir(),
                config.heldOut(),
                config.publish(),
                new CheckpointConfig(local.every(), local.keep(), local.directory(), KEPT),
                config.guard(),
                config.selfTest());
    }
}
