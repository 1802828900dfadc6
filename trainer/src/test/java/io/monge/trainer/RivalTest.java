package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.embedded.EmbeddedKafka;
import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.runtime.metric.CollectingMetricEmitter;
import io.monge.runtime.service.Health;
import io.monge.trainer.Candidate.Seen;
import io.monge.trainer.GuardConfig.ColourBound;
import io.monge.trainer.Publication.Judges;
import io.monge.trainer.ReservoirConfig.WhenDry;
import io.monge.trainer.wire.SnapshotLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two trainers of one model, each with checkpoints of its own: one of them has to end. */
class RivalTest {

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
    void whoeverFindsAVersionOfAnotherHasARivalAndTheOtherHasNone() {
        Wire wire = Wire.open(broker.bootstrapServers(), "two.");
        TrainerConfig config = config("unused");
        Map<String, HostTensor> weights = weights(config);

        try (SnapshotLog log = new SnapshotLog(wire.kafka(), config.model());
                SnapshotLog otherLog = new SnapshotLog(wire.kafka(), config.model())) {
            Publication first = publication(config, log);
            first.open();
            first.publish(candidate(config, 3, weights));
            assertThat(first.rival()).isEmpty();

            Publication other = publication(config, otherLog);
            other.open();
            assertThat(other.rival()).as("what was there before is no rival's").isEmpty();
            other.publish(candidate(config, 7, weights));

            assertThat(other.rival()).isEmpty();
            assertThat(first.rival())
                    .get()
                    .asString()
                    .startsWith("Another trainer publishes model tiny, version 7 is its");
        }
    }

    @Test
    void oneOfTwoTrainersIsDownAndTheOtherGoesOn() {
        Wire wire = Wire.open(broker.bootstrapServers(), "alive.");
        wire.record(200);

        try (TrainerService one = service("one", wire);
                TrainerService other = service("other", wire)) {
            one.start();
            await().atMost(DEADLINE).until(() -> one.progress().snapshotsPublished() >= 1);
            other.start();

            await().atMost(DEADLINE).until(() -> isDown(one) || isDown(other));
            TrainerService down = isDown(one) ? one : other;
            TrainerService left = isDown(one) ? other : one;
            assertThat(down.health().reason()).contains("Another trainer publishes model tiny");
            long before = left.progress().snapshotsPublished();
            await().atMost(DEADLINE)
                    .until(() -> left.progress().snapshotsPublished() >= before + 2);
            assertThat(isDown(left)).isFalse();
        }
    }

    private static boolean isDown(TrainerService trainer) {
        return trainer.health().is(Health.State.DOWN);
    }

    private TrainerService service(String name, Wire wire) {
        return new TrainerService(config(name), wire.kafka(), metrics, "abc1234");
    }

    private TrainerConfig config(String name) {
        return Tiny.config(Tiny.solver(), directory.resolve(name), WhenDry.REUSE);
    }

    private Publication publication(TrainerConfig config, SnapshotLog log) {
        Judges judges =
                new Judges(
                        new SnapshotScores(PairScores.none(), config.compute()),
                        new ColourWatch(new ColourBound(0, 0)));
        return new Publication(config, log, judges, metrics, "test");
    }

    private static Map<String, HostTensor> weights(TrainerConfig config) {
        try (OptimalTransportSolver solver = config.solver().open(config.compute(), 1)) {
            return solver.averagedWeights();
        }
    }

    private static Candidate candidate(
            TrainerConfig config, long iteration, Map<String, HostTensor> weights) {
        return new Candidate(
                new ModelSnapshot(config.solver().map(), iteration, weights),
                Origin.UNKNOWN,
                OptionalLong.empty(),
                0,
                List.of(),
                new Seen(new TreeMap<>(), List.of()),
                new Seen(new TreeMap<>(), List.of()));
    }
}
