package io.monge.trainer;

import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.metric.ProcessUse;
import io.monge.runtime.service.Health;
import io.monge.trainer.PatchFeed.Losses;
import io.monge.trainer.Publication.Judges;
import io.monge.trainer.ReservoirConfig.WhenDry;
import io.monge.trainer.wire.PatchLog;
import io.monge.trainer.wire.SnapshotLog;
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
     * @param pairs true ones, if there are some
     */
    void run(
            Solvers solvers,
            CheckpointKeeper checkpoints,
            Optional<Checkpoint> from,
            PairScores pairs) {
        ColourWatch colours = new ColourWatch(config.guard().colours());
        Judges judges = new Judges(new SnapshotScores(pairs, config.compute()), colours);
        try (DeadLetters deadLetters =
                        new DeadLetters(kafka, () -> metrics.emit(Metric.DEAD_LETTERS, 1));
                SnapshotLog snapshots = new SnapshotLog(kafka, config.model());
                SnapshotPublisher publisher =
                        new SnapshotPublisher(
                                config,
                                new Publication(config, snapshots, judges, metrics, gitCommit));
                PatchFeed lr =
                        feed(
                                PatchLog.lr(kafka, deadLetters, config.lrPatch()),
                                from.map(Checkpoint::lr).orElseGet(() -> beginning(1)),
                                new Losses(
                                        Metric.TRAINER_STREAM_LOST_LR,
                                        Metric.TRAINER_RESERVOIR_LOST_LR));
                PatchFeed hr =
                        feed(
                                PatchLog.hr(kafka, deadLetters, config.hrPatch()),
                                from.map(Checkpoint::hr).orElseGet(() -> beginning(2)),
                                new Losses(
                                        Metric.TRAINER_STREAM_LOST_HR,
                                        Metric.TRAINER_RESERVOIR_LOST_HR))) {
            publisher.open(from);
            PatchStreams patches = new PatchStreams(lr.open(config), hr.open(config));
            TrainingMonitor monitor = monitor(publisher, patches, lr, hr);
            Recovery recovery = new Recovery(config.guard(), checkpoints, colours);
            TrainingLoop loop = new TrainingLoop(solvers, patches, recovery, publisher, monitor);
            running = new Running(loop, lr, hr, publisher, monitor);
            if (!stopping) { // stop() came before there was anything to stop
                loop.run(from);
            }
        }
    }

    private PatchFeed feed(PatchLog log, StreamState from, Losses losses) {
        Duration patience =
                config.reservoir().whenDry() == WhenDry.WAIT ? PARTITION_PATIENCE : Duration.ZERO;
        return new PatchFeed(log, from, patience, losses, metrics);
    }

    private TrainingMonitor monitor(
            SnapshotPublisher publisher, PatchStreams patches, PatchFeed lr, PatchFeed hr) {
        return new TrainingMonitor(
                metrics,
                () -> publisher.published().count(),
                List.of(
                        new Gauge(Metric.TRAINER_RESERVOIR_FILL_LR, patches.lr()::filled),
                        new Gauge(Metric.TRAINER_RESERVOIR_FILL_HR, patches.hr()::filled),
                        new Gauge(Metric.TRAINER_RESERVOIR_AGE_LR, patches.lr()::oldestSeconds),
                        new Gauge(Metric.TRAINER_RESERVOIR_AGE_HR, patches.hr()::oldestSeconds),
                        new Gauge(Metric.TRAINER_STREAM_LAG_LR, lr::lag),
                        new Gauge(Metric.TRAINER_STREAM_LAG_HR, hr::lag),
                        new Gauge(
                                Metric.TRAINER_PROCESSOR_SHARE,
                                () -> ProcessUse.now().processors()),
                        new Gauge(Metric.TRAINER_MEMORY_BYTES, () -> ProcessUse.now().resident())));
    }

    /** The seed of each stream's draws is its own. */
    private StreamState beginning(int stream) {
        return StreamState.beginning(new TreeMap<>(), 31 * config.seed() + stream);
    }

    /** Ends {@link #run} after the current iteration. */
    void stop() {
        stopping = true;
        Running now = running;
        if (now != null) {
            now.loop().stop();
            now.lr().stopWaiting();
            now.hr().stopWaiting();
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
        Optional<String> rival = now.publisher().rival();
        if (rival.isPresent()) {
            return Health.down(rival.get());
        }
        for (PatchFeed feed : List.of(now.lr(), now.hr())) {
            if (feed.isWaitedFor()) {
                return Health.degraded("Waiting for patches on " + feed.name());
            }
        }
        return now.publisher()
                .problem()
                .map(e -> Health.degraded("The last snapshot is not out: " + e.getMessage()))
                .orElseGet(Health::up);
    }
}
