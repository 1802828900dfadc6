package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.embedded.EmbeddedKafka;
import io.monge.runtime.config.InvalidConfigException;
import io.monge.runtime.metric.CollectingMetricEmitter;
import io.monge.runtime.metric.Metric;
import io.monge.trainer.ReservoirConfig.WhenDry;
import io.monge.trainer.wire.Lineage;
import io.monge.trainer.wire.SnapshotLog;
import io.monge.trainer.wire.StreamPosition;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What survives a stop, a crash and a divergence: the training runs on the test's own thread. */
class ResumeTest {

    @TempDir static Path brokerData;
    private static EmbeddedKafka broker;

    @TempDir Path directory;
    private final CollectingMetricEmitter metrics = new CollectingMetricEmitter();
    private TrainingRuns runs;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedKafka.start(brokerData);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void openRuns() {
        runs = new TrainingRuns(directory, metrics);
    }

    @Test
    void aRestartedTrainingEndsBitForBitWhereAnUninterruptedOneEnds() {
        Wire wire = Wire.open(broker.bootstrapServers(), "restart.");
        wire.record(400);
        TrainerConfig whole = runs.config("whole");
        TrainerConfig halves = runs.config("halves");

        runs.trainUntil(12, whole, wire);
        runs.trainUntil(7, halves, wire);
        runs.trainUntil(12, halves, wire);

        assertSameState(whole, halves);
    }

    @Test
    void theFrozenMapOfTheDynamicCostAndWhenItWasFrozenComeBackToo() {
        Wire wire = Wire.open(broker.bootstrapServers(), "dynamic.");
        wire.record(400);
        TrainerConfig whole = runs.config("whole", Tiny.reanchoring(4));
        TrainerConfig halves = runs.config("halves", Tiny.reanchoring(4));

        runs.trainUntil(10, whole, wire);
        runs.trainUntil(7, halves, wire);
        runs.trainUntil(10, halves, wire);

        assertSameState(whole, halves);
        assertThat(metrics.valuesOf(Metric.TRAINER_REANCHORS)).containsExactly(1d, 1d, 1d, 1d);
        for (String model : List.of("whole", "halves")) {
            assertThat(wire.values(wire.topics().modelManifests()))
                    .filteredOn(manifest -> manifest.getModel().equals(model))
                    .allSatisfy(
                            manifest ->
                                    assertThat(manifest.getReanchors())
                                            .as("of iteration %d", manifest.getIteration())
                                            .isEqualTo(every4Until(manifest.getVersion())));
        }
    }

    private static List<Long> every4Until(long iteration) {
        return LongStream.rangeClosed(1, iteration / 4).mapToObj(i -> 4 * i).toList();
    }

    @Test
    void aCrashLosesWhatCameAfterTheCheckpointAndRepeatsItBitForBit() {
        Wire wire = Wire.open(broker.bootstrapServers(), "crash.");
        wire.record(400);
        TrainerConfig whole = runs.config("whole");
        TrainerConfig crashed = runs.config("crashed");

        runs.trainUntil(12, whole, wire);
        assertThatThrownBy(() -> runs.trainUntilCrash(8, crashed, wire))
                .isInstanceOf(TrainingRuns.PowerCut.class);
        runs.trainUntil(12, crashed, wire);

        assertSameState(whole, crashed);
        assertThat(runs.versions(wire, "crashed"))
                .as("what was published before the crash is not published again")
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void whatRetentionHasDroppedIsCountedAndTrainingGoesOn() {
        Wire wire = Wire.open(broker.bootstrapServers(), "retention.");
        wire.record(400);
        TrainerConfig config = runs.config("retention");
        runs.trainUntil(2, config, wire);
        StreamState before = runs.latest(config).lr();
        long unread = before.next().values().stream().mapToLong(next -> 40 - next).sum();

        wire.dropLrBefore(40);
        runs.trainUntil(12, config, wire);

        StreamState after = runs.latest(config).lr();
        assertThat(unread).isPositive();
        assertThat(after.lost()).isEqualTo(unread);
        List<StreamPosition> dropped =
                before.members().stream().filter(member -> member.offset() < 40).toList();
        assertThat(dropped).as("the pools' records in the log's old part").isNotEmpty();
        assertThat(metrics.valuesOf(Metric.TRAINER_RESERVOIR_LOST_LR))
                .containsExactly((double) dropped.size());
        assertThat(metrics.valuesOf(Metric.TRAINER_RESERVOIR_LOST_HR)).isEmpty();
        assertThat(metrics.valuesOf(Metric.TRAINER_STREAM_LOST_LR))
                .hasSize(4)
                .allSatisfy(lost -> assertThat(lost).isPositive());
        assertThat(after.reservoir().members())
                .as("what was dropped from the log cannot be in the pool")
                .allSatisfy(member -> assertThat(member.offset()).isGreaterThanOrEqualTo(40));
    }

    @Test
    void anImportedSnapshotOfAHighVersionHoldsUpNoTraining() {
        Wire wire = Wire.open(broker.bootstrapServers(), "imported.");
        wire.record(200);
        TrainerConfig config = runs.config("imported");
        runs.trainUntil(4, config, wire);
        importAs(5000, config, wire);

        runs.trainUntil(9, config, wire);

        assertThat(runs.versions(wire, "imported"))
                .filteredOn(version -> version > 4)
                .as("published after the import, and as of its own training")
                .contains(5000L)
                .hasSizeGreaterThan(1)
                .allMatch(version -> version == 5000 || version <= 9);
        try (SnapshotLog log = new SnapshotLog(wire.kafka(), "imported")) {
            assertThatThrownBy(() -> log.append(lineage(5000, config), 0, new byte[1]))
                    .hasMessageContaining("Version 5000 is that of an imported snapshot");
        }
    }

    private static void importAs(long version, TrainerConfig config, Wire wire) {
        try (SnapshotLog log = SnapshotLog.forImports(wire.kafka(), config.model())) {
            log.append(
                    lineage(version, config), SnapshotLog.FIRST_IMPORT_SLOT, new byte[] {1, 2, 3});
        }
    }

    private static Lineage lineage(long version, TrainerConfig config) {
        return new Lineage(
                config.model(),
                version,
                "elsewhere",
                version,
                OptionalLong.empty(),
                "{}",
                4,
                "ots",
                "none",
                "none",
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                List.of());
    }

    @Test
    void otherNetworksThanTheCheckpointsAreRefusedInOneSentence() {
        Wire wire = Wire.open(broker.bootstrapServers(), "other.");
        wire.record(100);
        TrainerConfig config = runs.config("other");
        runs.trainUntil(2, config, wire);
        TrainerConfig deeper =
                Tiny.config(Tiny.solver(2, 1e-4), config.checkpoint().directory(), WhenDry.WAIT);
        TrainerConfig faster =
                Tiny.config(Tiny.solver(1, 1e-3), config.checkpoint().directory(), WhenDry.WAIT);

        assertThatThrownBy(() -> runs.latest(deeper))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("trainer.solver.map")
                .hasMessageContaining("\"blocks\":2")
                .hasMessageContaining("\"blocks\":1");
        assertThat(runs.latest(faster).iteration()).as("other settings apply").isEqualTo(2);
    }

    private void assertSameState(TrainerConfig one, TrainerConfig other) {
        Checkpoint expected = runs.latest(one);
        Checkpoint actual = runs.latest(other);
        assertThat(actual.iteration()).isEqualTo(expected.iteration());
        assertThat(actual.lr()).isEqualTo(expected.lr());
        assertThat(actual.hr()).isEqualTo(expected.hr());
        assertThat(actual.learnt()).isEqualTo(expected.learnt());
        // Which iterations become snapshots, and are looked at for their colours, is a matter of
        // time.
        assertThat(actual.guard().withColours(0)).isEqualTo(expected.guard().withColours(0));
    }
}
