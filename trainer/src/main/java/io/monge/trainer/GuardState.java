package io.monge.trainer;

import io.monge.ot.StepReport;
import io.monge.trainer.GuardConfig.LossBound;
import java.util.Locale;
import java.util.Optional;

/**
 * The losses that are watched, as far as they are known.
 *
 * @param potential |L_f|
 * @param content R_c
 */
record GuardState(LossState potential, LossState content) {

    static final GuardState NONE = new GuardState(LossState.NONE, LossState.NONE);

    /** The state after one more iteration. */
    GuardState after(StepReport report, LossBound bound) {
        return new GuardState(
                potential.after(report.potentialLoss(), bound),
                content.after(report.contentLoss(), bound));
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
