package io.monge.trainer;

import io.monge.ot.DescentVitals;
import io.monge.ot.StepReport;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

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
    private long sinceLr = -1; // not known before the first second has passed
    private long sinceHr = -1;
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

    /**
     * @param vitals asked once a second
     */
    void stepped(
            StepReport report,
            PatchStreams patches,
            double seconds,
            Supplier<Optional<DescentVitals>> vitals) {
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
            vitals.get().ifPresent(now -> emit(now, iteration));
            emitRates(patches, iteration, elapsed);
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

    /** Says nothing while there is nothing to say. */
    void reanchored(int times, long iteration) {
        if (times > 0) {
            metrics.emitAt(iteration, Metric.TRAINER_REANCHORS, times);
        }
    }

    private void emit(DescentVitals vitals, long iteration) {
        metrics.emitAt(
                iteration, Metric.TRAINER_GRADIENT_NORM_POTENTIAL, vitals.potentialGradient());
        metrics.emitAt(iteration, Metric.TRAINER_GRADIENT_NORM_MAP, vitals.mapGradient());
        metrics.emitAt(iteration, Metric.TRAINER_LEARNING_RATE_POTENTIAL, vitals.potentialRate());
        metrics.emitAt(iteration, Metric.TRAINER_LEARNING_RATE_MAP, vitals.mapRate());
    }

    private void emitRates(PatchStreams patches, long iteration, long elapsedNanos) {
        double seconds = elapsedNanos / 1e9;
        long lr = patches.lr().taken();
        long hr = patches.hr().taken();
        if (sinceLr >= 0) {
            metrics.emitAt(iteration, Metric.TRAINER_STREAM_RATE_LR, (lr - sinceLr) / seconds);
            metrics.emitAt(iteration, Metric.TRAINER_STREAM_RATE_HR, (hr - sinceHr) / seconds);
        }
        sinceLr = lr;
        sinceHr = hr;
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
