package io.monge.trainer;

import io.monge.trainer.TrainerConfig.PublishConfig.RollbackConfig;
import io.monge.trainer.wire.Current;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to serve when the served version is no longer as good as it was when it was promoted: the
 * best of those that are kept and the candidate, all measured on the candidate's patches.
 *
 * <p>It happens when a stream was wrong for a while and so were the patches a version was judged
 * on, or when what arrives has changed. Owned by the publishing thread.
 */
final class Rollback {

    private final Tolerances tolerances;
    private final RollbackConfig config;
    private final ServedVersion served;

    Rollback(Tolerances tolerances, RollbackConfig config, ServedVersion served) {
        this.tolerances = tolerances;
        this.config = config;
        this.served = served;
    }

    /** A version and how good it is today. */
    private record Choice(long version, Scores scores) {}

    /**
     * @param live scores of the served version on the candidate's patches
     * @param scores of the candidate on the same
     * @return what to do instead of comparing the two, if the served version has left its band
     */
    Optional<Verdict> instead(Current current, Scores live, Candidate candidate, Scores scores) {
        Optional<Signal> left = left(Scores.of(current.scores()), live);
        return left.map(
                signal -> {
                    Choice newest = new Choice(candidate.version(), scores);
                    Choice best = best(candidate, newest, signal);
                    String reason = sentence(current, live, signal, best);
                    return best.equals(newest)
                            ? new Verdict.Promote(reason)
                            : new Verdict.RollBack(best.version(), best.scores(), reason);
                });
    }

    /** The first signal beyond its band. */
    private Optional<Signal> left(Scores then, Scores now) {
        return Stream.of(Signal.values())
                .filter(
                        signal ->
                                then.badness(signal).isPresent()
                                        && now.badness(signal).isPresent()
                                        && now.badness(signal).getAsDouble()
                                                > signal.limit(
                                                        then.badness(signal).getAsDouble(),
                                                        config.band(),
                                                        tolerances))
                .findFirst();
    }

    /** By the signal that has left, which is what went wrong. */
    private Choice best(Candidate candidate, Choice newest, Signal signal) {
        List<Choice> kept =
                served.others(candidate.version()).stream()
                        .limit(config.last())
                        .flatMap(
                                version ->
                                        served.scoresOf(version, candidate).stream()
                                                .map(it -> new Choice(version, it)))
                        .toList();
        return Stream.concat(Stream.of(newest), kept.stream())
                .filter(choice -> choice.scores().badness(signal).isPresent())
                .min(
                        Comparator.comparingDouble(
                                choice -> choice.scores().badness(signal).getAsDouble()))
                .orElse(newest);
    }

    private static String sentence(Current current, Scores live, Signal signal, Choice best) {
        return "version %d's %s is now %s, at its promotion it was %s; version %d has %s, the best that is kept"
                .formatted(
                        current.version(),
                        signal.score(),
                        signal.told(live.badness(signal).orElseThrow()),
                        signal.told(Scores.of(current.scores()).badness(signal).orElseThrow()),
                        best.version(),
                        signal.told(best.scores().badness(signal).orElse(Double.NaN)));
    }
}
