package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.embedded.EmbeddedKafka;
import io.monge.ot.DivergedException;
import io.monge.runtime.config.InvalidConfigException;
import io.monge.runtime.kafka.Received;
import io.monge.runtime.metric.CollectingMetricEmitter;
import io.monge.runtime.metric.Metric;
import io.monge.schemas.record.ModelManifest;
import io.monge.trainer.ReservoirConfig.WhenDry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What survives a stop, a crash and a divergence: the training runs on the test's own thread. */
class ResumeTest {

    private static final LongPredicate NEVER = iteration -> false;

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
    void aRestartedTrainingEndsBitForBitWhereAnUninterruptedOneEnds() {
        Wire wire = Wire.open(broker.bootstrapServers(), "restart.");
        wire.record(400);
        TrainerConfig whole = config("whole");
        TrainerConfig halves = config("halves");

        trainUntil(12, whole, wire, NEVER);
        trainUntil(7, halves, wire, NEVER);
        trainUntil(12, halves, wire, NEVER);

        assertSameState(whole, halves);
    }

    @Test
    void aCrashLosesWhatCameAfterTheCheckpointAndRepeatsItBitForBit() {
        Wire wire = Wire.open(broker.bootstrapServers(), "crash.");
        wire.record(400);
        TrainerConfig whole = config("whole");
        TrainerConfig crashed = config("crashed");

        trainUntil(12, whole, wire, NEVER);
        assertThatThrownBy(() -> trainUntilCrash(8, crashed, wire)).isInstanceOf(PowerCut.class);
        trainUntil(12, crashed, wire, NEVER);

        assertSameState(whole, crashed);
        assertThat(versions(wire, "crashed"))
                .as("what was published before the crash is not published again")
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void whatRetentionHasDroppedIsCountedAndTrainingGoesOn() {
        Wire wire = Wire.open(broker.bootstrapServers(), "retention.");
        wire.record(400);
        TrainerConfig config = config("retention");
        trainUntil(2, config, wire, NEVER);
        StreamState before = latest(config).lr();
        long unread = before.next().values().stream().mapToLong(next -> 40 - next).sum();

        wire.dropLrBefore(40);
        trainUntil(12, config, wire, NEVER);

        StreamState after = latest(config).lr();
        assertThat(unread).isPositive();
        assertThat(after.lost()).isEqualTo(unread);
        assertThat(metrics.valuesOf(Metric.TRAINER_STREAM_LOST_LR))
                .hasSize(4)
                .allSatisfy(lost -> assertThat(lost).isPositive());
        assertThat(after.reservoir().members())
                .as("what was dropped from the log cannot be in the pool")
                .allSatisfy(member -> assertThat(member.offset()).isGreaterThanOrEqualTo(40));
    }

    @Test
    void aPoisonedBatchIsRolledBackAndTrainingGoesOn() {
        Wire wire = Wire.open(broker.bootstrapServers(), "nan.");
        wire.record(400);
        TrainerConfig config = config("nan");
        AtomicInteger accidents = new AtomicInteger();

        trainUntil(12, config, wire, n -> n == 7 && accidents.getAndIncrement() == 0);

        assertThat(latest(config).iteration()).isEqualTo(12);
        assertThat(metrics.valuesOf(Metric.TRAINER_DIVERGED)).containsExactly(1.0);
        assertThat(versions(wire, "nan")).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void trainingThatDivergesThreeTimesInARowStops() {
        Wire wire = Wire.open(broker.bootstrapServers(), "diverged.");
        wire.record(400);
        TrainerConfig config = config("diverged");

        assertThatThrownBy(() -> trainUntil(12, config, wire, n -> n == 7))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("3 times in a row");

        assertThat(latest(config).iteration()).as("the last good checkpoint stands").isEqualTo(5);
    }

    @Test
    void otherNetworksThanTheCheckpointsAreRefusedInOneSentence() {
        Wire wire = Wire.open(broker.bootstrapServers(), "other.");
        wire.record(100);
        TrainerConfig config = config("other");
        trainUntil(2, config, wire, NEVER);
        TrainerConfig deeper =
                Tiny.config(Tiny.solver(2, 1e-4), config.checkpoint().directory(), WhenDry.WAIT);
        TrainerConfig faster =
                Tiny.config(Tiny.solver(1, 1e-3), config.checkpoint().directory(), WhenDry.WAIT);

        assertThatThrownBy(() -> latest(deeper))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("trainer.solver.map")
                .hasMessageContaining("\"blocks\":2")
                .hasMessageContaining("\"blocks\":1");
        assertThat(latest(faster).iteration()).as("other settings apply").isEqualTo(2);
    }

    private void trainUntil(long last, TrainerConfig config, Wire wire, LongPredicate poisoned) {
        Training training = new Training(config, wire.kafka(), metrics, "test");
        run(
                training,
                config,
                new ScriptedSolvers(config, poisoned, n -> n == last ? training::stop : () -> {}));
    }

    private void trainUntilCrash(long last, TrainerConfig config, Wire wire) {
        Training training = new Training(config, wire.kafka(), metrics, "test");
        Runnable crash =
                () -> {
                    throw new PowerCut();
                };
        run(
                training,
                config,
                new ScriptedSolvers(config, NEVER, n -> n == last ? crash : () -> {}));
    }

    private void run(Training training, TrainerConfig config, Solvers solvers) {
        try (CheckpointDirectory opened = open(config)) {
            CheckpointKeeper keeper = new CheckpointKeeper(config, opened, metrics);
            training.run(solvers, keeper, keeper.latest());
        }
    }

    private Checkpoint latest(TrainerConfig config) {
        try (CheckpointDirectory opened = open(config)) {
            Optional<Checkpoint> latest = new CheckpointKeeper(config, opened, metrics).latest();
            return latest.orElseThrow();
        }
    }

    private void assertSameState(TrainerConfig one, TrainerConfig other) {
        Checkpoint expected = latest(one);
        Checkpoint actual = latest(other);
        assertThat(actual.iteration()).isEqualTo(expected.iteration());
        assertThat(actual.lr()).isEqualTo(expected.lr());
        assertThat(actual.hr()).isEqualTo(expected.hr());
        assertThat(actual.learnt()).isEqualTo(expected.learnt());
    }

    private static List<Long> versions(Wire wire, String model) {
        return wire.read(wire.topics().modelManifests()).stream()
                .map(Received::value)
                .filter(manifest -> manifest.getModel().equals(model))
                .map(ModelManifest::getVersion)
                .toList();
    }

    private static CheckpointDirectory open(TrainerConfig config) {
        return CheckpointDirectory.open(
                config.checkpoint().directory(), config.checkpoint().keep());
    }

    private TrainerConfig config(String model) {
        TrainerConfig tiny = Tiny.config(Tiny.solver(), directory.resolve(model), WhenDry.WAIT);
        return new TrainerConfig(
                model,
                tiny.seed(),
                tiny.compute(),
                tiny.solver(),
                tiny.reservoir(),
                tiny.heldOut(),
                tiny.publish(),
                tiny.checkpoint());
    }

    /** Stands for the end of the process: nothing after it runs but what the test cleans up. */
    private static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
