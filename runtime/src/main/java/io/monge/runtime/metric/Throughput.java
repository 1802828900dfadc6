package io.monge.runtime.metric;

import java.time.Duration;

/**
 * How fast a queue has been lately: work finished over the time in which there was some, in
 * whatever unit the queue counts. Older work and time fade together, so that a change of speed is
 * noticed within seconds. Guarded by its queue.
 */
public final class Throughput {

    private static final double MEMORY_SECONDS = 10;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final double firstGuess;
    private double finished;
    private double seconds;

    /**
     * @param firstGuess work in a second, until some is finished
     */
    public Throughput(double firstGuess) {
        this.firstGuess = firstGuess;
    }

    /**
     * @param worked finished since the last call
     * @param nanos of work since the last call
     */
    public void measured(long worked, long nanos) {
        double elapsed = Math.max(1, nanos) / 1e9;
        double kept = Math.exp(-elapsed / MEMORY_SECONDS);
        finished = kept * finished + worked;
        seconds = kept * seconds + elapsed;
    }

    /** Whether anything has been finished yet, so that the rate is more than a guess. */
    public boolean isKnown() {
        return finished > 0;
    }

    /** How long so much takes, seconds. */
    public double secondsFor(long waiting) {
        double rate = isKnown() ? finished / seconds : firstGuess;
        return waiting / rate;
    }

    /** Whole seconds between 1 s and 5 min, rounded up. */
    public static Duration wholeSeconds(double seconds) {
        double needed = Math.ceil(seconds);
        return Duration.ofSeconds((long) Math.min(LONGEST.toSeconds(), Math.max(1, needed)));
    }
}
