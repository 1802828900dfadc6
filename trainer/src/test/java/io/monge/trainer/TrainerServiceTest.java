package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.monge.embedded.EmbeddedKafka;
import io.monge.ot.DivergedException;
import io.monge.runtime.metric.CollectingMetricEmitter;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.service.Health;
import io.monge.schemas.record.DeadLetter;
import io.monge.schemas.record.Domain;
import io.monge.schemas.record.ModelManifest;
import io.monge.schemas.record.ModelPromotion;
import io.monge.schemas.record.PromotedBy;
import io.monge.trainer.ReservoirConfig.WhenDry;
import io.monge.trainer.ScriptedSolvers.Accidents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole trainer against a real broker: patches in, snapshots out. */
class TrainerServiceTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

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
    void patchesBecomeSnapshotsWithTheirWholeLineage() {
        Wire wire = Wire.open(broker.bootstrapServers(), "whole.");
        wire.record(200);
        TrainerService trainer = service(wire);

        try (trainer) {
            trainer.start();
            await().atMost(DEADLINE).until(() -> trainer.progress().snapshotsPublished() >= 5);
            assertThat(trainer.health()).isEqualTo(Health.up());
        }
        TrainerProgress progress = trainer.progress();

        // Compaction may have taken the oldest; the newest are always there.
        List<ModelManifest> manifests = wire.values(wire.topics().modelManifests());
        ModelManifest newest = manifests.get(manifests.size() - 1);
        ModelManifest previous = manifests.get(manifests.size() - 2);
        assertThat(newest.getParent()).isEqualTo(previous.getVersion());
        assertThat(newest.getSlot()).isEqualTo((previous.getSlot() + 1) % 3);
        assertThat(newest.getScale()).isEqualTo(4);
        assertThat(newest.getSolver()).isEqualTo("ots");
        assertThat(newest.getGitCommit()).isEqualTo("abc1234");
        assertThat(newest.getScores()).extracting("metric").contains("palette.contrast.sr");
        assertThat(newest.getLrOffsets()).hasSize(4);
        Snapshots.assertUsable(wire, newest);
        List<ModelPromotion> promotions = wire.values(wire.topics().modelCurrent());
        ModelPromotion served = promotions.get(promotions.size() - 1);
        assertThat(served.getVersion()).isEqualTo(newest.getVersion());
        assertThat(served.getBy()).isEqualTo(PromotedBy.GATE);
        assertThat(progress.lrPatches()).isPositive();
        assertThat(progress.hrPatches()).isPositive();
        assertThat(progress.lastReport()).isPresent();
        assertThat(metrics.valuesOf(Metric.TRAINER_MAP_LOSS)).hasSize((int) progress.iterations());
    }

    @Test
    void theFirstSnapshotIsTheFirstIteration() {
        Wire wire = Wire.open(broker.bootstrapServers(), "first.");
        wire.record(100);

        try (TrainerService trainer = service(wire)) {
            trainer.start();
            await().atMost(DEADLINE).until(() -> trainer.progress().snapshotsPublished() >= 1);
        }

        assertThat(wire.values(wire.topics().modelManifests()).get(0).getVersion()).isEqualTo(1);
    }

    @Test
    void aPoisonRecordBecomesADeadLetterAndTrainingGoesOn() {
        Wire wire = Wire.open(broker.bootstrapServers(), "poison.");
        Random random = new Random(1);
        wire.sendLr(Wire.patch("too-large", Domain.LR, Wire.noise(random, 5)));
        wire.sendLr(Wire.patch("wrong-stream", Domain.HR, Wire.noise(random, 4)));
        wire.record(100);

        try (TrainerService trainer = service(wire)) {
            trainer.start();
            await().atMost(DEADLINE).until(() -> trainer.progress().iterations() > 5);
            await().atMost(DEADLINE)
                    .until(() -> wire.read(wire.topics().deadLetters()).size() == 2);
        }

        assertThat(wire.values(wire.topics().deadLetters()))
                .extracting(DeadLetter::getReason)
                .containsExactlyInAnyOrder(
                        "The LR patch is 5x5 px, the trainer is configured for 4x4",
                        "The patch is of domain HR, this topic carries LR");
        assertThat(metrics.valuesOf(Metric.DEAD_LETTERS)).hasSize(2);
    }

    @Test
    void saysThatItWaitsForPatchesAndStopsAtOnce() {
        Wire wire = Wire.open(broker.bootstrapServers(), "empty.");

        try (TrainerService trainer = service(wire)) {
            trainer.start();
            await().atMost(DEADLINE)
                    .until(() -> trainer.health().reason().contains("empty.patches.lr"));
            assertThat(trainer.health().is(Health.State.DEGRADED)).isTrue();
        }

        assertThat(threadNames()).noneMatch(name -> name.equals("trainer"));
    }

    @Test
    void aStreamThatStopsDoesNotStopTraining() {
        Wire wire = Wire.open(broker.bootstrapServers(), "dry.");
        wire.record(20); // fewer than the reservoirs could hold

        try (TrainerService trainer = service(wire)) {
            trainer.start();
            await().atMost(DEADLINE).until(() -> trainer.progress().lrPatches() == 20);
            long then = trainer.progress().iterations();
            await().atMost(DEADLINE).until(() -> trainer.progress().iterations() > then + 20);
        }
    }

    @Test
    void goesOnWhereItStopped() {
        Wire wire = Wire.open(broker.bootstrapServers(), "again.");
        wire.record(200);
        TrainerService first = service(wire);
        try (first) {
            first.start();
            await().atMost(DEADLINE).until(() -> first.progress().snapshotsPublished() >= 2);
        }
        TrainerProgress before = first.progress();

        try (TrainerService trainer = service(wire)) {
            trainer.start();
            await().atMost(DEADLINE)
                    .until(() -> trainer.progress().iterations() > before.iterations());
            assertThat(trainer.progress().lrPatches()).isGreaterThanOrEqualTo(before.lrPatches());
            assertThat(trainer.progress().snapshotsPublished())
                    .isGreaterThanOrEqualTo(before.snapshotsPublished());
        }

        assertThat(wire.values(wire.topics().modelManifests()))
                .extracting(ModelManifest::getVersion)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void aTrainingThatCannotGoOnIsDownWithTheReason() {
        Wire wire = Wire.open(broker.bootstrapServers(), "down.");
        wire.record(100);
        TrainerConfig config = config();
        ScriptedSolvers diverging =
                new ScriptedSolvers(config, Accidents.NONE.poisoned(n -> n == 3));

        try (TrainerService trainer =
                new TrainerService(config, wire.kafka(), metrics, "abc1234", diverging)) {
            trainer.start();
            await().atMost(DEADLINE).until(() -> trainer.health().is(Health.State.DOWN));
            assertThat(trainer.health().cause()).get().isInstanceOf(DivergedException.class);
        }
    }

    @Test
    void aSecondTrainerOnTheSameCheckpointsIsRefused() {
        Wire wire = Wire.open(broker.bootstrapServers(), "second.");

        try (TrainerService first = service(wire);
                TrainerService second = service(wire)) {
            first.start();
            assertThatThrownBy(second::start).isInstanceOf(IllegalStateException.class);
        }
    }

    private TrainerService service(Wire wire) {
        return new TrainerService(config(), wire.kafka(), metrics, "abc1234");
    }

    private TrainerConfig config() {
        return Tiny.config(Tiny.solver(), directory, WhenDry.REUSE);
    }

    private static List<String> threadNames() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }
}
