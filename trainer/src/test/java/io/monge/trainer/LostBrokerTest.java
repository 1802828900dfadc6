package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.embedded.BrokerCluster;
import io.monge.runtime.metric.CollectingMetricEmitter;
import io.monge.runtime.metric.Metric;
import io.monge.schemas.Topic;
import io.monge.schemas.record.ModelManifest;
import io.monge.trainer.ReservoirConfig.WhenDry;
import io.monge.trainer.TrainerConfig.CheckpointConfig;
import io.monge.trainer.TrainerConfig.HeldOutConfig;
import io.monge.trainer.wire.StreamPosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three brokers in processes of their own, of which one is killed with -9 while patches come as
 * fast as they are taken: the one that leads a partition of patches, then, when that one is back,
 * the one that leads the manifests, and so on. {@code -Dmonge.broker.kills=20} for more.
 */
class LostBrokerTest {

    private static final int KILLS = Integer.getInteger("monge.broker.kills", 2);
    private static final int ITERATIONS_AFTER = 50;
    private static final int SNAPSHOTS_AFTER = 2;

    @TempDir Path folder;
    private final CollectingMetricEmitter metrics = new CollectingMetricEmitter();
    private final List<Outage> outages = new ArrayList<>();

    /**
     * One broker lost and regained.
     *
     * @param before iterations when it was killed
     * @param after iterations when it was back
     * @param silence longest time without an answer for a partition, s
     * @param step longest time from one iteration to the next, s
     * @param snapshot from the kill to a whole snapshot begun after it, s
     * @param back from its restart to all replicas being in step, s
     */
    private record Outage(
            long before, long after, double silence, double step, double snapshot, double back) {

        String sentence() {
            return "iterations %d to %d, a partition silent for %.1f s, an iteration %.2f s, a snapshot after %.1f s, in step %.1f s after the restart"
                    .formatted(before, after, silence, step, snapshot, back);
        }
    }

    @Test
    void trainingAndPublicationGoOnAndNoPatchIsLostOrReadTwice() throws Exception {
        TrainerConfig config = config();
        TrainingUnderLoad training;
        try (BrokerCluster brokers = BrokerCluster.start(folder.resolve("brokers"), 3)) {
            Wire wire = Wire.open(brokers.bootstrapServers(), "lost.");
            training = new TrainingUnderLoad(config, wire, metrics);
            try (training;
                    Replicas replicas = new Replicas(brokers.bootstrapServers(), wire.topics())) {
                training.awaits(() -> training.progress().snapshotsPublished() >= 2);
                for (int kill = 0; kill < KILLS; kill++) {
                    outages.add(lose(led(kill, wire), brokers, replicas, wire, training));
                }
                training.drain();
                Snapshots.assertUsable(wire, Snapshots.newest(wire));
            }
        }

        Checkpoint last = new TrainingRuns(folder, metrics).latest(config);
        assertReadOnce(last.lr(), training.lr());
        assertReadOnce(last.hr(), training.hr());
        assertThat(metrics.valuesOf(Metric.DEAD_LETTERS)).isEmpty();
        report(last);
    }

    private static Topic<?> led(int kill, Wire wire) {
        return kill % 2 == 0 ? wire.topics().patchesHr() : wire.topics().modelManifests();
    }

    private static Outage lose(
            Topic<?> led,
            BrokerCluster brokers,
            Replicas replicas,
            Wire wire,
            TrainingUnderLoad training) {
        training.longestSilence(); // from here on
        training.longestStep();
        TrainerProgress before = training.progress();
        int victim = replicas.leader(led);
        long start = System.nanoTime();
        brokers.kill(victim);
        double snapshot = awaitSnapshot(before, wire, training, start);
        awaitLife(before, training);

        start = System.nanoTime();
        brokers.restart(victim);
        training.awaits(replicas::areInStep);
        return new Outage(
                before.iterations(),
                training.progress().iterations(),
                training.longestSilence(),
                training.longestStep(),
                snapshot,
                secondsSince(start));
    }

    private static double awaitSnapshot(
            TrainerProgress before, Wire wire, TrainingUnderLoad training, long start) {
        long wanted = before.snapshotsPublished() + SNAPSHOTS_AFTER; // one was under way
        training.awaits(() -> training.progress().snapshotsPublished() >= wanted);
        double seconds = secondsSince(start);
        ModelManifest newest = Snapshots.newest(wire);
        assertThat(newest.getVersion()).isGreaterThan(before.iterations());
        Snapshots.assertUsable(wire, newest);
        return seconds;
    }

    private static void awaitLife(TrainerProgress before, TrainingUnderLoad training) {
        long answered = training.answered();
        long iterations = before.iterations() + ITERATIONS_AFTER;
        training.awaits(() -> training.answered() > answered);
        training.awaits(() -> training.progress().iterations() >= iterations);
    }

    private static void assertReadOnce(StreamState stream, PatchLoad load) {
        List<StreamPosition> read = stream.reservoir().members();
        assertThat(load.failures()).isEmpty();
        assertThat(stream.lost()).isZero();
        assertThat(stream.taken()).isEqualTo(read.size());
        assertThat(read).doesNotHaveDuplicates().hasSameSizeAs(load.acknowledged());
        assertThat(load.acknowledged().containsAll(read)).isTrue();
    }

    private void report(Checkpoint last) {
        System.out.printf(
                "one of three brokers killed %d times under load: %d LR and %d HR patches acknowledged, all read once;"
                        + " %d iterations, %d snapshots; %s%n",
                KILLS,
                last.lr().taken(),
                last.hr().taken(),
                last.iteration(),
                last.published().count(),
                String.join("; ", outages.stream().map(Outage::sentence).toList()));
    }

    /** A pool that never fills: the last checkpoint then names every patch that was read. */
    private TrainerConfig config() {
        Path kept = folder.resolve("kept");
        TrainerConfig tiny = Tiny.config(Tiny.solver(), kept, WhenDry.REUSE);
        return new TrainerConfig(
                tiny.model(),
                tiny.seed(),
                tiny.compute(),
                tiny.solver(),
                new ReservoirConfig(10_000_000, 8, 4, WhenDry.REUSE),
                new HeldOutConfig(0, 1, Optional.empty(), Optional.empty()),
                tiny.publish(),
                new CheckpointConfig(100, 2, kept, 0),
                tiny.guard(),
                tiny.selfTest());
    }

    private static double secondsSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
