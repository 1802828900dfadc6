package io.monge.trainer;

import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.snapshot.SpecJson;
import io.monge.runtime.config.SealedTypes;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.trainer.wire.Current;
import io.monge.trainer.wire.Lineage;
import io.monge.trainer.wire.Score;
import io.monge.trainer.wire.SnapshotLog;
import io.monge.trainer.wire.SnapshotLog.Newest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
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
    private final Judges judges;
    private final String gitCommit;

    /** The version that was there at the start or came out last, and what has been tried since. */
    private final Set<Long> expected = new HashSet<>();

    private SnapshotSlots slots;
    private long out; // the last version the broker has taken

    Publication(
            TrainerConfig config,
            SnapshotLog log,
            Judges judges,
            MetricEmitter metrics,
            String gitCommit) {
        this.config = config;
        this.log = log;
        this.metrics = metrics;
        this.judges = judges;
        this.gate =
                switch (config.publish().promotion()) {
                    case ALWAYS -> PromotionGate.ALWAYS;
                    case MANUAL -> PromotionGate.MANUAL;
                    case GATE ->
                            new ScoreGate(
                                    config.publish(), new ServedVersion(log, judges.measure()));
                };
        this.gitCommit = gitCommit;
        this.slots = new SnapshotSlots(config.publish().keep(), Map.of(), -1);
    }

    /**
     * What a snapshot is looked at by before the gate compares it.
     *
     * @param measure gives the scores
     * @param colours tells the training thread too when they are lost
     */
    record Judges(SnapshotScores measure, ColourWatch colours) {}

    /** Reads what has been published already; slots go on from there. */
    Highest open() {
        log.takeOver();
        Map<Integer, Long> kept = log.kept();
        Optional<Newest> newest = log.newest();
        newest.map(Newest::version).ifPresent(expected::add);
        slots =
                new SnapshotSlots(
                        config.publish().keep(), kept, newest.map(Newest::slot).orElse(-1));
        return new Highest(
                highest(kept, slot -> slot < SnapshotLog.FIRST_IMPORT_SLOT),
                highest(kept, slot -> true));
    }

    private static long highest(Map<Integer, Long> kept, IntPredicate slots) {
        return kept.entrySet().stream()
                .filter(entry -> slots.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    /**
     * Versions that are there already; 0 if there are none.
     *
     * @param trained the highest that a training has published
     * @param any the highest, imported ones included
     */
    record Highest(long trained, long any) {}

    /**
     * One sentence if somebody else publishes this model too: the newest version is none that this
     * process knows of. A transaction that the other has fenced off fails, but the next one fences
     * off the other: nothing else would end their taking turns.
     */
    Optional<String> rival() {
        return log.newest()
                .map(Newest::version)
                .filter(version -> !expected.contains(version))
                .map(this::rivalry);
    }

    private String rivalry(long version) {
        return ("Another trainer publishes model %s, version %d is its:"
                        + " stop one of the two, or give it another trainer.model")
                .formatted(config.model(), version);
    }

    /**
     * @throws RuntimeException if something of it fails; the version may be out all the same, which
     *     {@link #isOut} tells
     */
    void publish(Candidate candidate) {
        long start = System.nanoTime();
        Optional<Rendition> rendition = judges.measure().rendition(candidate.snapshot(), candidate);
        Scores scores = judges.measure().of(candidate.snapshot(), rendition);
        scores.emit(candidate.iteration(), metrics);
        metrics.emitAt(candidate.iteration(), Metric.TRAINER_SCORING_SECONDS, secondsSince(start));
        Optional<String> lost =
                rendition.flatMap(
                        it ->
                                judges.colours()
                                        .judge(candidate.branch(), candidate.iteration(), it));
        byte[] bytes = SnapshotCodec.encode(candidate.snapshot());
        int slot = slots.next(log.current().map(Current::version));
        expected.add(candidate.version()); // it may be out even if the broker's answer is lost
        log.append(lineage(candidate, scores.list()), slot, bytes);
        expected.retainAll(Set.of(candidate.version()));
        out = candidate.version();
        slots.fill(slot, candidate.version());
        LOG.info("Published version {} ({} bytes)", candidate.version(), bytes.length);
        carryOut(
                lost.<Verdict>map(Verdict.Refuse::new)
                        .orElseGet(() -> gate.judge(candidate, scores)),
                candidate,
                scores);
        metrics.emitAt(candidate.iteration(), Metric.TRAINER_SNAPSHOTS, 1);
        metrics.emitAt(candidate.iteration(), Metric.TRAINER_SNAPSHOT_SECONDS, secondsSince(start));
    }

    /** Whether this version, published last, is on the topic, whatever came of the rest. */
    boolean isOut(long version) {
        return out == version;
    }

    private void carryOut(Verdict verdict, Candidate candidate, Scores scores) {
        if (verdict instanceof Verdict.Promote promote) {
            log.promote(candidate.version(), promote.reason(), scores.list());
            metrics.emitAt(candidate.iteration(), Metric.TRAINER_PROMOTIONS, 1);
        } else if (verdict instanceof Verdict.RollBack back) {
            LOG.warn("Back to version {}: {}", back.version(), back.reason());
            log.rollBack(back.version(), back.reason(), back.scores().list());
            metrics.emitAt(candidate.iteration(), Metric.TRAINER_SERVED_ROLLBACKS, 1);
        } else if (verdict instanceof Verdict.Refuse refuse) {
            LOG.warn("Version {} is not served: {}", candidate.version(), refuse.reason());
            metrics.emitAt(candidate.iteration(), Metric.TRAINER_REFUSED, 1);
        }
    }

    private static double secondsSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private Lineage lineage(Candidate candidate, List<Score> scores) {
        ModelSnapshot snapshot = candidate.snapshot();
        return new Lineage(
                config.model(),
                candidate.version(),
                candidate.origin().training(),
                candidate.iteration(),
                candidate.parent(),
                SpecJson.of(snapshot.map()),
                snapshot.scale(),
                SealedTypes.nameOf(config.solver().getClass()),
                ConfigHash.of(config),
                gitCommit,
                candidate.lr().offsets(),
                candidate.hr().offsets(),
                candidate.reanchors(),
                scores);
    }
}
