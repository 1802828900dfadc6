package io.monge.trainer;

/** What the gate says of a snapshot that has just been published. */
sealed interface Verdict {

    /**
     * It is served from now on.
     *
     * @param reason a sentence for people
     */
    record Promote(String reason) implements Verdict {}

    /**
     * It is not, because it is worse.
     *
     * @param reason a sentence for people
     */
    record Refuse(String reason) implements Verdict {}

    /**
     * An older one is served again.
     *
     * @param version the older one
     * @param scores of the older one by now
     * @param reason a sentence for people
     */
    record RollBack(long version, Scores scores, String reason) implements Verdict {}

    /** It is not the gate that decides. */
    record Leave() implements Verdict {}
}
