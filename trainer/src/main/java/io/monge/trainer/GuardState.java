package io.monge.trainer;

import io.monge.ot.StepReport;
import io.monge.trainer.GuardConfig.LossBound;
import java.util.Locale;
import java.util.Optional;

/**
 * What is watched, as far as it is known.
 *
 * @param potential |L_f|
 * @param content R_c
 * @param coloursTrusted iteration of the last snapshot with colours within the bound; below 0 if
 *     there was none
 */
record GuardState(LossState potential, LossState content, long coloursTrusted) {

    static final GuardState NONE = new GuardState(LossState.NONE, LossState.NONE, -1);

    /** The state after one more iteration. */
    GuardState after(StepReport report, LossBound bound) {
        return new GuardState(
                potential.after(report.potentialLoss(), bound),
                content.after(report.contentLoss(), bound),
                coloursTrusted);
    }

    GuardState withColours(long trusted) {
        return new GuardState(potential, content, trusted);
    }

    /** The sentence about a loss beyond the bound, if there is one. */
    Optional<String> explosion(LossBound bound) {
        if (potential.exceeds(bound)) {
            return Optional.of(sentence("potential's loss", potential, bound));
        }
        return content.exceeds(bound)
                ? Optional.of(sentence("content loss", content, bound))
                : Optional.empty();
    }

    private static String sentence(String name, LossState loss, LossBound bound) {
        return String.format(
                Locale.ROOT,
                "the %s was %.1f times the usual in the last %d iterations, about %.2g (allowed: %s times)",
                name,
                loss.growth(bound),
                bound.window(),
                loss.recent(),
                bound.factor());
    }
}
