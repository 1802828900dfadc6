package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.embedded.EmbeddedKafka;
import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.schemas.record.ModelManifest;
import io.monge.trainer.Checkpoint.Published;
import io.monge.trainer.GuardConfig.ColourBound;
import io.monge.trainer.Publication.Judges;
import io.monge.trainer.ReservoirConfig.WhenDry;
import io.monge.trainer.wire.SnapshotLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a publication that is slow or fails half way, on a real broker. */
class SnapshotPublisherTest {

    private static final TrainerConfig CONFIG =
            Tiny.config(Tiny.solver(), Path.of("unused"), WhenDry.REUSE);

    @TempDir static Path brokerData;
    private static EmbeddedKafka broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedKafka.start(brokerData);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aPublicationThatOutlastsAReturnIsNoParentAndItsVersionIsNotUsedAgain() {
        Wire wire = Wire.open(broker.bootstrapServers(), "late.");
        CompletableFuture<Void> held = new CompletableFuture<>();
        MetricEmitter holding =
                measured -> {
                    if (measured.metric() == Metric.TRAINER_SCORING_SECONDS) {
                        held.join();
                    }
                };

        try (SnapshotLog log = new SnapshotLog(wire.kafka(), CONFIG.model());
                SnapshotPublisher publisher = publisher(log, holding)) {
            publisher.open(Optional.empty());
            Published then = publisher.published();
            publish(5, publisher);
            assertThat(publisher.rewind(then)).isEqualTo(1);
            held.complete(null);
            await().until(() -> publisher.isDue(8));

            assertThat(publisher.published()).isEqualTo(then);
            assertThat(publisher.isDue(5)).as("version 5 is out").isFalse();
            publish(8, publisher);
            await().until(() -> publisher.published().count() == 1);
            assertThat(publisher.published().parent()).hasValue(8);
        }

        List<ModelManifest> manifests = wire.values(wire.topics().modelManifests());
        assertThat(manifests).extracting(ModelManifest::getVersion).containsExactly(5L, 8L);
        assertThat(manifests.get(1).getParent()).as("it descends from nothing").isNull();
    }

    @Test
    void aVersionThatIsOutIsTheParentOfTheNextWhateverFailedAfterwards() {
        Wire wire = Wire.open(broker.bootstrapServers(), "half.");
        MetricEmitter breaking =
                measured -> {
                    if (measured.metric() == Metric.TRAINER_PROMOTIONS) {
                        throw new IllegalStateException("no further");
                    }
                };

        try (SnapshotLog log = new SnapshotLog(wire.kafka(), CONFIG.model());
                SnapshotPublisher publisher = publisher(log, breaking)) {
            publisher.open(Optional.empty());
            publish(5, publisher);
            await().until(() -> publisher.published().count() == 1);

            assertThat(publisher.published().parent()).hasValue(5);
            assertThat(publisher.problem()).isPresent();
        }
    }

    /** Waits for next to no time for what is under way. */
    private static SnapshotPublisher publisher(SnapshotLog log, MetricEmitter metrics) {
        Judges judges =
                new Judges(
                        new SnapshotScores(PairScores.none(), CONFIG.compute()),
                        new ColourWatch(new ColourBound(0, 0)));
        Publication publication = new Publication(CONFIG, log, judges, metrics, "test");
        return new SnapshotPublisher(CONFIG, publication, Duration.ofMillis(1));
    }

    private static void publish(long iteration, SnapshotPublisher publisher) {
        try (OptimalTransportSolver solver = CONFIG.solver().open(CONFIG.compute(), 1)) {
            Map<String, HostTensor> weights = solver.averagedWeights();
            PatchStreams patches = new PatchStreams(withoutPatches(), withoutPatches());
            publisher.publish(iteration, weights, List.of(), patches);
        }
    }

    private static PatchStream withoutPatches() {
        StreamState beginning = StreamState.beginning(new TreeMap<>(), 1);
        PatchQueue queue = new PatchQueue(1, beginning, Duration.ZERO, patches -> {});
        return new PatchStream(CONFIG, queue, beginning, Map.of());
    }
}
