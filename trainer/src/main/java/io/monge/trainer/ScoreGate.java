package io.monge.trainer;

import io.monge.trainer.TrainerConfig.PublishConfig;
import io.monge.trainer.wire.Current;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Promotes a snapshot unless one of its scores is worse than the served version's by more than its
 * tolerance. The served version is what {@code model.current} says at that moment, whoever put it
 * there.
 *
 * <p>Scores of other patches differ by more than two snapshots do, so the served map is measured
 * again on the candidate's patches as long as it can be fetched; only otherwise the scores of its
 * promotion are taken. A served version that is no longer as good as it was then is replaced: see
 * {@link Rollback}. Owned by the publishing thread.
 */
final class ScoreGate implements PromotionGate {

    private final Tolerances tolerances;
    private final ServedVersion served;
    private final Rollback rollback;

    ScoreGate(PublishConfig config, ServedVersion served) {
        this.tolerances = config.tolerances();
        this.served = served;
        this.rollback = new Rollback(tolerances, config.rollback(), served);
    }

    @Override
    public Verdict judge(Candidate candidate, Scores scores) {
        Verdict verdict =
                served.current()
                        .map(current -> judge(current, candidate, scores))
                        .orElseGet(() -> new Verdict.Promote("first snapshot (policy: gate)"));
        if (verdict instanceof Verdict.Promote) {
            served.expect(candidate);
        }
        return verdict;
    }

    private Verdict judge(Current current, Candidate candidate, Scores scores) {
        Scores live = served.scoresOn(candidate);
        return rollback.instead(current, live, candidate, scores)
                .orElseGet(() -> compare(scores, live, current.version()));
    }

    private Verdict compare(Scores scores, Scores live, long version) {
        List<String> worse = worse(scores, live, version);
        return worse.isEmpty()
                ? new Verdict.Promote(
                        "no score worse than version %d's (policy: gate)".formatted(version))
                : new Verdict.Refuse(String.join("; ", worse));
    }

    /** A sentence about each score that is beyond its tolerance. */
    private List<String> worse(Scores candidate, Scores current, long version) {
        List<String> worse = new ArrayList<>();
        for (Signal signal : Signal.values()) {
            OptionalDouble ours = candidate.badness(signal);
            OptionalDouble theirs = current.badness(signal);
            if (ours.isEmpty() || theirs.isEmpty()) {
                continue; // not comparable
            }
            double limit = signal.limit(theirs.getAsDouble(), tolerances);
            if (!(ours.getAsDouble() <= limit)) {
                worse.add(
                        "%s is %s, version %d has %s and %s is tolerated"
                                .formatted(
                                        signal.score(),
                                        signal.told(ours.getAsDouble()),
                                        version,
                                        signal.told(theirs.getAsDouble()),
                                        signal.told(limit)));
            }
        }
        return worse;
    }
}
