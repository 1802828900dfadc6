package io.monge.trainer;

import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.service.Health;
import io.monge.trainer.ReservoirConfig.WhenDry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One run of the trainer, from opening its streams to closing them: the wiring around {@link
 * TrainingLoop}.
 *
 * <p>{@link #run} belongs to the training thread, everything else may be called by any.
 */
final class Training {

    /** How long a partition without patches holds up the others when their order is to be kept. */
    private static final Duration PARTITION_PATIENCE = Duration.ofSeconds(10);

    private final TrainerConfig config;
    private final KafkaConnection kafka;
    private final MetricEmitter metrics;
    private final String gitCommit;

    private volatile boolean stopping;
    private volatile @Nullable Running running;

    /** What others may look at or stop. */
    private record Running(
            TrainingLoop loop,
            PatchFeed lr,
            PatchFeed hr,
            SnapshotPublisher publisher,
            TrainingMonitor monitor) {}

    Training(TrainerConfig config, KafkaConnection kafka, MetricEmitter metrics, String gitCommit) {
        this.config = config;
        this.kafka = kafka;
        this.metrics = metrics;
        this.gitCommit = gitCommit;
    }

    /**
     * Trains until {@link #stop}.
     *
     * @param from the checkpoint to go on from, or nothing to begin
     */
    void run(Solvers solvers, CheckpointKeeper checkpoints, Optional<Checkpoint> from) {
        PatchTopic lrTopic = PatchTopic.lr(kafka.topics(), config);
        PatchTopic hrTopic = PatchTopic.hr(kafka.topics(), config);
        StreamState lrState = from.map(Checkpoint::lr).orElseGet(() -> beginning(1));
        StreamState hrState = from.map(Checkpoint::hr).orElseGet(() -> beginning(2));
        try (DeadLetters deadLetters =
                        new DeadLetters(kafka, () -> metrics.emit(Metric.DEAD_LETTERS, 1));
                SnapshotLog log = new KafkaSnapshotLog(kafka, config.model());
                SnapshotPublisher publisher =
                        new SnapshotPublisher(
                                config, new Publication(config, log, metrics, gitCommit));
                PatchFeed lrFeed = feed(deadLetters, lrTopic, lrState);
                PatchFeed hrFeed = feed(deadLetters, hrTopic, hrState)) {
            publisher.open(from);
            PatchStream lr = stream(lrFeed, lrTopic, lrState);
            PatchStream hr = stream(hrFeed, hrTopic, hrState);
            TrainingMonitor monitor =
                    new TrainingMonitor(
                            metrics,
                            () -> publisher.published().count(),
                            List.of(
                                    new Gauge(lrTopic.fill(), lr::filled),
                                    new Gauge(hrTopic.fill(), hr::filled),
                                    new Gauge(lrTopic.lag(), lrFeed::lag),
                                    new Gauge(hrTopic.lag(), hrFeed::lag),
                                    new Gauge(
                                            Metric.TRAINER_MEMORY_BYTES,
                                            ProcessMemory::residentBytes)));
            TrainingLoop loop =
                    new TrainingLoop(
                            solvers, new PatchStreams(lr, hr), checkpoints, publisher, monitor);
            running = new Running(loop, lrFeed, hrFeed, publisher, monitor);
            if (!stopping) { // stop() came before there was anything to stop
                loop.run(from);
            }
        }
    }

    /** The seed of each stream's draws is its own. */
    private StreamState beginning(int stream) {
        return StreamState.beginning(new TreeMap<>(), 31 * config.seed() + stream);
    }

    private PatchFeed feed(DeadLetters deadLetters, PatchTopic topic, StreamState from) {
        Duration patience =
                config.reservoir().whenDry() == WhenDry.WAIT ? PARTITION_PATIENCE : Duration.ZERO;
        return new PatchFeed(new TrainerLinks(kafka, deadLetters, metrics), topic, from, patience);
    }

    private PatchStream stream(PatchFeed feed, PatchTopic topic, StreamState state) {
        PatchStream stream =
                new PatchStream(
                        config, feed.queue(), state, new PatchRefill(kafka, topic).read(state));
        feed.open();
        return stream;
    }

    /** Ends {@link #run} after the current iteration. */
    void stop() {
        stopping = true;
        Running now = running;
        if (now != null) {
            now.loop().stop();
            now.lr().queue().stopWaiting();
            now.hr().queue().stopWaiting();
        }
    }

    TrainerProgress progress() {
        Running now = running;
        return now == null ? TrainerProgress.NONE : now.monitor().progress();
    }

    Health health() {
        Running now = running;
        if (now == null) {
            return Health.degraded("Opening the streams of patches");
        }
        if (now.lr().queue().isWaiting()) {
            return Health.degraded("Waiting for patches on " + kafka.topics().patchesLr().name());
        }
        if (now.hr().queue().isWaiting()) {
            return Health.degraded("Waiting for patches on " + kafka.topics().patchesHr().name());
        }
        return now.publisher()
                .problem()
                .map(e -> Health.degraded("The last snapshot is not out: " + e.getMessage()))
                .orElseGet(Health::up);
    }
}
