package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.monge.embedded.EmbeddedKafka;
import io.monge.ot.DivergedException;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.Precision;
import io.monge.ot.tensor.Processor;
import io.monge.runtime.kafka.Received;
import io.monge.runtime.metric.CollectingMetricEmitter;
import io.monge.runtime.metric.Measurement;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.service.Health;
import io.monge.schemas.record.ModelPromotion;
import io.monge.trainer.GuardConfig.ColourBound;
import io.monge.trainer.GuardConfig.LossBound;
import io.monge.trainer.ScriptedSolvers.Accidents;
import io.monge.trainer.TrainerConfig.CheckpointConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that goes wrong goes back and on: real solvers, real broker, scripted accidents. */
class DivergenceTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

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
    void aPoisonedBatchIsRolledBackAndTrainingGoesOn() {
        Wire wire = wire("nan");
        TrainerConfig config = runs.config("nan");
        AtomicInteger accidents = new AtomicInteger();

        runs.trainUntil(
                12,
                config,
                wire,
                Accidents.NONE.poisoned(n -> n == 7 && accidents.getAndIncrement() == 0));

        assertThat(runs.latest(config).iteration()).isEqualTo(12);
        assertThat(metrics.valuesOf(Metric.TRAINER_DIVERGED)).containsExactly(1.0);
        assertThat(metrics.valuesOf(Metric.TRAINER_DIVERGED_NONFINITE)).containsExactly(1.0);
        assertThat(iterationsOf(Metric.TRAINER_POTENTIAL_LOSS))
                .as("within the iteration: back to 5, which 6 has confirmed")
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
        assertThat(runs.versions(wire, "nan")).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void anUpdateThatAutoRepeatsInFloat32IsCounted() {
        TrainerConfig config = inAuto(runs.config("repeated"));
        assumeTrue(
                Processor.ofThisMachine().hasBf16(),
                "auto is float32 here: this processor has no bf16");
        AtomicInteger accidents = new AtomicInteger();

        runs.trainUntil(
                9,
                config,
                wire("repeated"),
                Accidents.NONE.poisoned(n -> n == 7 && accidents.getAndIncrement() == 0));

        assertThat(metrics.valuesOf(Metric.TRAINER_FLOAT32_REPEATS))
                .as("one update of f and two of T with a NaN inside, which float32 has too")
                .containsExactly(3.0);
        assertThat(metrics.valuesOf(Metric.TRAINER_DIVERGED_NONFINITE)).containsExactly(1.0);
    }

    @Test
    void trainingThatDivergesThreeTimesInARowStops() {
        TrainerConfig config = runs.config("diverged");
        Wire wire = wire("diverged");

        assertThatThrownBy(
                        () ->
                                runs.trainUntil(
                                        12, config, wire, Accidents.NONE.poisoned(n -> n == 7)))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("3 times in a row");

        assertThat(runs.latest(config).iteration())
                .as("the last good checkpoint stands")
                .isEqualTo(5);
    }

    @Test
    void healthSaysWhyItStopped() {
        TrainerConfig config = runs.config("down");
        Wire wire = wire("down");
        Solvers poisoned = new ScriptedSolvers(config, Accidents.NONE.poisoned(n -> n == 7));

        try (TrainerService trainer =
                new TrainerService(config, wire.kafka(), metrics, "test", poisoned)) {
            trainer.start();

            await().atMost(DEADLINE).until(() -> trainer.health().is(Health.State.DOWN));
            assertThat(trainer.health().reason())
                    .startsWith("Training diverged 3 times in a row; the last time: Iteration 7");
            assertThat(trainer.health().cause())
                    .as("which makes it exit 3")
                    .containsInstanceOf(DivergedException.class);
        }
    }

    @Test
    void anExplodingLossGoesBackBeforeItsOnsetThoughCheckpointsWereWrittenSince() {
        Wire wire = wire("exploding");
        TrainerConfig config = guarded("exploding", new ColourBound(0, 0));
        int onset = 40;

        runs.trainUntil(
                80,
                config,
                wire,
                // Once only: after the return the light is as it was.
                Accidents.NONE.lit(
                        n ->
                                n > onset && metrics.valuesOf(Metric.TRAINER_DIVERGED).isEmpty()
                                        ? Math.pow(1.5, n - onset)
                                        : 1));

        assertThat(metrics.valuesOf(Metric.TRAINER_DIVERGED_EXPLODING)).containsExactly(1.0);
        assertThat(iterationsOf(Metric.TRAINER_DIVERGED_EXPLODING))
                .as("the iteration gone back to")
                .singleElement()
                .satisfies(good -> assertThat(good).isBetween(onset - 20L, (long) onset));
        assertThat(iterationsOf(Metric.TRAINER_CHECKPOINT_SECONDS))
                .as("a checkpoint of the bad branch had been written, and another in its place")
                .filteredOn(saved -> saved == onset + 2)
                .hasSize(2);
        assertThat(runs.latest(config).iteration()).isEqualTo(80);
    }

    @Test
    void aSnapshotWhoseColoursHaveDriftedIsNotServedAndTrainingGoesBack() {
        Wire wire = wire("colours");
        // Snapshots come when they come; with every checkpoint kept there is one before each.
        TrainerConfig config = guarded("colours", new ColourBound(0.5, 2), 60);

        runs.trainUntil(
                60,
                config,
                wire,
                Accidents.NONE.published(
                        n ->
                                n > 30 && metrics.valuesOf(Metric.TRAINER_DIVERGED).isEmpty()
                                        ? DivergenceTest::brighter
                                        : UnaryOperator.identity()));

        assertThat(metrics.valuesOf(Metric.TRAINER_DIVERGED_COLOURS)).containsExactly(1.0);
        long good = iterationsOf(Metric.TRAINER_DIVERGED_COLOURS).get(0);
        assertThat(good).isLessThanOrEqualTo(30);
        long bad =
                runs.versions(wire, "colours").stream()
                        .filter(version -> version > 30)
                        .findFirst()
                        .orElseThrow();
        assertThat(promoted(wire)).doesNotContain(bad).anyMatch(version -> version > bad);
        assertThat(runs.latest(config).guard().coloursTrusted())
                .as("a restart knows that the colours were right once")
                .isPositive();
        assertThat(runs.latest(config).iteration()).isEqualTo(60);
    }

    /** Adds a quarter of the range to every value of T(x). */
    private static Map<String, HostTensor> brighter(Map<String, HostTensor> weights) {
        float[] bias = weights.get("tail.1.bias").floats();
        for (int channel = 0; channel < bias.length; channel++) {
            bias[channel] += 0.5f;
        }
        Map<String, HostTensor> changed = new HashMap<>(weights);
        changed.put("tail.1.bias", HostTensor.of(bias, bias.length));
        return changed;
    }

    private static TrainerConfig inAuto(TrainerConfig config) {
        return new TrainerConfig(
                config.model(),
                config.seed(),
                config.compute().in(Precision.AUTO),
                config.solver(),
                config.reservoir(),
                config.heldOut(),
                config.publish(),
                config.checkpoint(),
                config.guard(),
                config.selfTest());
    }

    private TrainerConfig guarded(String model, ColourBound colours) {
        return guarded(model, colours, 2);
    }

    private TrainerConfig guarded(String model, ColourBound colours, int keep) {
        TrainerConfig config = runs.config(model);
        return new TrainerConfig(
                model,
                config.seed(),
                config.compute(),
                config.solver(),
                config.reservoir(),
                config.heldOut(),
                config.publish(),
                new CheckpointConfig(2, keep, config.checkpoint().directory(), 0),
                new GuardConfig(new LossBound(4, 0.02, 20, 3, 20), colours, 10),
                config.selfTest());
    }

    private static Wire wire(String model) {
        Wire wire = Wire.open(broker.bootstrapServers(), model + ".");
        wire.record(1000);
        return wire;
    }

    private List<Long> iterationsOf(Metric metric) {
        return metrics.measurements().stream()
                .filter(measured -> measured.metric() == metric)
                .map(Measurement::iteration)
                .map(iteration -> iteration.orElseThrow())
                .toList();
    }

    private static List<Long> promoted(Wire wire) {
        return wire.read(wire.topics().modelCurrent()).stream()
                .map(Received::value)
                .map(ModelPromotion::getVersion)
                .toList();
    }
}
