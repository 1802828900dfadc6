package io.monge.trainer;

/** Decides whether a snapshot that has just been published is served from now on. */
@FunctionalInterface
interface PromotionGate {

    /** Every snapshot is served at once. */
    PromotionGate ALWAYS =
            (candidate, scores) -> new Verdict.Promote("newest snapshot (policy: always)");

    /** An operator decides. */
    PromotionGate MANUAL = (candidate, scores) -> new Verdict.Leave();

    /**
     * @param scores of the candidate on its held-out patches; none if there were no patches yet
     */
    Verdict judge(Candidate candidate, Scores scores);
}
