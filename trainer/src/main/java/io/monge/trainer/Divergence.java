package io.monge.trainer;

import io.monge.runtime.metric.Metric;

/**
 * A training that has gone wrong.
 *
 * @param reason what kind of trouble
 * @param sentence for people
 * @param trustedUntil last iteration that is known to have been good in this respect; {@link
 *     Long#MAX_VALUE} if nothing is known
 */
record Divergence(Reason reason, String sentence, long trustedUntil) {

    static Divergence of(Reason reason, String sentence) {
        return new Divergence(reason, sentence, Long.MAX_VALUE);
    }

    /** What kind of trouble; each is counted. */
    enum Reason {
        NON_FINITE(Metric.TRAINER_DIVERGED_NONFINITE),
        EXPLODING(Metric.TRAINER_DIVERGED_EXPLODING),
        COLOURS(Metric.TRAINER_DIVERGED_COLOURS);

        private final Metric metric;

        Reason(Metric metric) {
            this.metric = metric;
        }

        Metric metric() {
            return metric;
        }
    }
}
