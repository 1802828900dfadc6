package io.monge.trainer;

import io.monge.imaging.RgbImage;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.snapshot.SpecJson;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.Precision;
import io.monge.runtime.config.SealedTypes;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.trainer.wire.Lineage;
import io.monge.trainer.wire.Score;
import io.monge.trainer.wire.SnapshotLog;
import io.monge.trainer.wire.SnapshotLog.Newest;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to one snapshot: scored, encoded, written in one transaction, judged by the gate.
 *
 * <p>Owned by the publishing thread.
 */
final class Publication {

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private final TrainerConfig config;
    private final SnapshotLog log;
    private final PromotionGate gate;
    private final MetricEmitter metrics;
    private final BiasMonitor bias;
    private final ColourWatch colours;
    private final Compute compute;
    private final String gitCommit;

    private int nextSlot;

    Publication(
            TrainerConfig config,
            SnapshotLog log,
            ColourWatch colours,
            MetricEmitter metrics,
            String gitCommit) {
        this.config = config;
        this.log = log;
        this.gate = PromotionGate.of(config.publish().promotion());
        this.metrics = metrics;
        this.bias = new BiasMonitor(metrics);
        this.colours = colours;
        // Scores of the weights, not of a machine: float32 wherever it runs.
        this.compute = config.compute().onOneThread().in(Precision.FLOAT32);
        this.gitCommit = gitCommit;
    }

    /** Reads what has been published already; slots go on from there. */
    Optional<Newest> open() {
        Optional<Newest> newest = log.newest();
        nextSlot = newest.map(last -> last.slot() + 1).orElse(0);
        return newest;
    }

    void publish(Candidate candidate) {
        long start = System.nanoTime();
        ModelSnapshot snapshot = candidate.snapshot();
        Optional<Rendition> rendition = rendition(candidate);
        List<Score> scores =
                rendition.map(it -> bias.score(candidate.version(), it)).orElse(List.of());
        Optional<String> fault = rendition.flatMap(it -> colours.judge(candidate.version(), it));
        byte[] bytes = SnapshotCodec.encode(snapshot);
        int slot = nextSlot % config.publish().keep();
        log.append(lineage(candidate, scores), slot, bytes);
        nextSlot = slot + 1;
        if (fault.isEmpty()) {
            gate.reasonToPromote(candidate.version(), scores)
                    .ifPresent(reason -> log.promote(candidate.version(), reason, scores));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        metrics.emitAt(candidate.version(), Metric.TRAINER_SNAPSHOTS, 1);
        metrics.emitAt(candidate.version(), Metric.TRAINER_SNAPSHOT_SECONDS, seconds);
        LOG.info("Published version {} ({} bytes)", candidate.version(), bytes.length);
    }

    /** Nothing while a held-out buffer is empty. */
    private Optional<Rendition> rendition(Candidate candidate) {
        List<RgbImage> lr = candidate.lr().heldOut();
        List<RgbImage> hr = candidate.hr().heldOut();
        return lr.isEmpty() || hr.isEmpty()
                ? Optional.empty()
                : Optional.of(Rendition.of(candidate.snapshot(), compute, lr, hr));
    }

    private Lineage lineage(Candidate candidate, List<Score> scores) {
        ModelSnapshot snapshot = candidate.snapshot();
        return new Lineage(
                config.model(),
                candidate.version(),
                candidate.parent(),
                SpecJson.of(snapshot.map()),
                snapshot.scale(),
                SealedTypes.nameOf(config.solver().getClass()),
                ConfigHash.of(config),
                gitCommit,
                candidate.lr().offsets(),
                candidate.hr().offsets(),
                scores);
    }
}
