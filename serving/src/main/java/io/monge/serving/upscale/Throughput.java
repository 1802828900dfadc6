package io.monge.serving.upscale;

import java.time.Duration;

/**
 * How fast the server has been lately: pixels finished over the time in which there was work. Older
 * work and time fade together, so that a new model of another size is noticed within seconds.
 * Guarded by the queue.
 */
final class Throughput {

    private static final double MEMORY_SECONDS = 10;
    private static final double FIRST_GUESS_PIXELS_PER_SECOND = 100_000;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private double pixels;
    private double seconds;

    /**
     * @param worked pixels finished since the last call
     * @param nanos of work since the last call
     */
    void measured(long worked, long nanos) {
        double elapsed = Math.max(1, nanos) / 1e9;
        double kept = Math.exp(-elapsed / MEMORY_SECONDS);
        pixels = kept * pixels + worked;
        seconds = kept * seconds + elapsed;
    }

    /** Whether anything has been finished yet, so that the rate is more than a guess. */
    boolean isKnown() {
        return pixels > 0;
    }

    /** How long so many pixels take, seconds. */
    double secondsFor(long waiting) {
        double rate = isKnown() ? pixels / seconds : FIRST_GUESS_PIXELS_PER_SECOND;
        return waiting / rate;
    }

    /** Whole seconds between 1 s and 5 min, rounded up. */
    static Duration wholeSeconds(double seconds) {
        double needed = Math.ceil(seconds);
        return Duration.ofSeconds((long) Math.min(LONGEST.toSeconds(), Math.max(1, needed)));
    }
}
