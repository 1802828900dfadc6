package io.monge.trainer;

/**
 * The pool of patches kept in memory for each of the two streams.
 *
 * <pre>{@code
 * reservoir:
 *   patches: 2048     # patches kept per stream
 *   minimum: 64       # patches of each stream before training starts
 *   maxReuse: 16      # draws a patch serves on average before a fresh one replaces the oldest
 *   whenDry: reuse    # reuse | wait: what to do when no fresh patch has arrived
 * }</pre>
 *
 * @param patches capacity, patches
 * @param minimum patches of each stream before the first iteration, at most {@code patches}
 * @param maxReuse draws a patch serves on average before a fresh one replaces the oldest
 * @param whenDry whether training goes on when no fresh patch has arrived
 */
public record ReservoirConfig(int patches, int minimum, int maxReuse, WhenDry whenDry) {

    public ReservoirConfig {
        Check.atLeast("patches", patches, 1);
        Check.atLeast("minimum", minimum, 1);
        Check.atLeast("maxReuse", maxReuse, 1);
        if (minimum > patches) {
            throw new IllegalArgumentException(
                    "minimum is %d, more than patches (%d): training would never start"
                            .formatted(minimum, patches));
        }
    }

    /** What a reservoir does when a fresh patch is due and the stream has none. */
    public enum WhenDry {
        /** Goes on with the patches it has: a stopped stream does not stop training. */
        REUSE,
        /**
         * Waits: {@code maxReuse} is a bound, and the run a function of the log and the seed alone.
         */
        WAIT
    }
}
