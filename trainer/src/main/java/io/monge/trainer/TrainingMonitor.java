package io.monge.trainer;

import io.monge.ot.StepReport;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tells the world how each iteration went: losses and duration every time, what changes slowly once
 * a second.
 *
 * <p>Fed by the training thread; {@link #progress} may be read by any.
 */
final class TrainingMonitor {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final MetricEmitter metrics;
    private final LongSupplier snapshotsPublished;
    private final List<Gauge> gauges;

    private volatile TrainerProgress progress = TrainerProgress.NONE;
    private long sinceNanos = System.nanoTime();
    private long sinceIterations;
    private long rollbacks;

    /**
     * @param snapshotsPublished may be read by any thread
     * @param gauges what else changes slowly
     */
    TrainingMonitor(MetricEmitter metrics, LongSupplier snapshotsPublished, List<Gauge> gauges) {
        this.metrics = metrics;
        this.snapshotsPublished = snapshotsPublished;
        this.gauges = List.copyOf(gauges);
    }

    TrainerProgress progress() {
        return progress.withSnapshots(snapshotsPublished.getAsLong());
    }

    /** After the patches have been refilled and before the first step. */
    void begins(long iteration, PatchStreams patches) {
        progress = progressAt(iteration, patches, Optional.empty());
    }

    void stepped(StepReport report, PatchStreams patches, double seconds) {
        long iteration = report.iteration();
        metrics.emitAt(iteration, Metric.TRAINER_POTENTIAL_LOSS, report.potentialLoss());
        metrics.emitAt(iteration, Metric.TRAINER_MAP_LOSS, report.mapLoss());
        metrics.emitAt(iteration, Metric.TRAINER_CONTENT_LOSS, report.contentLoss());
        metrics.emitAt(iteration, Metric.TRAINER_STEP_SECONDS, seconds);
        progress = progressAt(iteration, patches, Optional.of(report));
        sinceIterations++;
        long elapsed = System.nanoTime() - sinceNanos;
        if (elapsed >= SECOND_NANOS) {
            metrics.emitAt(
                    iteration, Metric.TRAINER_ITERATION_RATE, sinceIterations * 1e9 / elapsed);
            gauges.forEach(gauge -> gauge.emit(metrics, iteration));
            sinceNanos += elapsed;
            sinceIterations = 0;
        }
    }

    /** Says nothing while there is nothing to say. */
    void repeated(long updates, long iteration) {
        if (updates > 0) {
            metrics.emitAt(iteration, Metric.TRAINER_FLOAT32_REPEATS, updates);
        }
    }

    void rolledBack(Divergence.Reason reason, long iteration) {
        rollbacks++;
        metrics.emitAt(iteration, Metric.TRAINER_DIVERGED, 1);
        metrics.emitAt(iteration, reason.metric(), 1);
    }

    private TrainerProgress progressAt(
            long iteration, PatchStreams patches, Optional<StepReport> report) {
        return new TrainerProgress(
                iteration,
                patches.lr().taken(),
                patches.hr().taken(),
                0, // known only when somebody asks
                rollbacks,
                report);
    }
}
