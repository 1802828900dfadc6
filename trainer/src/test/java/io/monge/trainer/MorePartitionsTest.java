package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.embedded.EmbeddedKafka;
import io.monge.runtime.metric.CollectingMetricEmitter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics of patches to which an operator has given more partitions than the catalogue asks for. */
class MorePartitionsTest {

    private static final int MORE = 6;

    @TempDir static Path brokerData;
    private static EmbeddedKafka broker;

    @TempDir Path directory;
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
        runs = new TrainingRuns(directory, new CollectingMetricEmitter());
    }

    @Test
    void allOfThemAreTakenFromInTurnAndARestartChangesNothing() {
        Wire wire = Wire.open(broker.bootstrapServers(), "six.");
        wire.grow(MORE);
        wire.record(600, MORE);
        TrainerConfig whole = runs.config("whole");
        TrainerConfig halves = runs.config("halves");

        runs.trainUntil(12, whole, wire);
        runs.trainUntil(7, halves, wire);
        runs.trainUntil(12, halves, wire);

        assertSameState(whole, halves);
    }

    @Test
    void aTopicThatHasGrownBetweenTwoRunsIsStillAFunctionOfTheLog() {
        Wire wire = Wire.open(broker.bootstrapServers(), "grown.");
        wire.record(400);
        TrainerConfig one = runs.config("one");
        TrainerConfig other = runs.config("other");
        runs.trainUntil(7, one, wire);
        runs.trainUntil(7, other, wire);

        wire.grow(MORE);
        wire.record(600, MORE);
        runs.trainUntil(20, one, wire);
        runs.trainUntil(20, other, wire);

        assertSameState(one, other);
    }

    private void assertSameState(TrainerConfig one, TrainerConfig other) {
        Checkpoint expected = runs.latest(one);
        Checkpoint actual = runs.latest(other);
        assertThat(expected.lr().next().keySet()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(expected.hr().next().keySet()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(actual.lr()).isEqualTo(expected.lr());
        assertThat(actual.hr()).isEqualTo(expected.hr());
        assertThat(actual.learnt()).isEqualTo(expected.learnt());
    }
}
