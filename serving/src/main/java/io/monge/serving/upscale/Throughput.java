package io.monge.serving.upscale;

import java.time.Duration;

/**
 * How fast one worker has been lately. Work and time fade separately, so that the rate is that of
 * the mixture really worked on, and a new model of another size is noticed within a few images.
 * Thread-safe.
 */
final class Throughput {

    private static final double KEPT = 0.8; // of the past, at each new image
    private static final double FIRST_GUESS_PIXELS_PER_SECOND = 100_000;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private double pixels;
    private double seconds;

    synchronized void measured(long worked, long nanos) {
        pixels = KEPT * pixels + worked;
        seconds = KEPT * seconds + Math.max(1, nanos) / 1e9;
    }

    /** When so many pixels will be done, in whole seconds between 1 s and 5 min. */
    synchronized Duration timeFor(long waiting, int workers) {
        double rate = seconds == 0 ? FIRST_GUESS_PIXELS_PER_SECOND : pixels / seconds;
        double needed = Math.ceil(waiting / (rate * workers));
        return Duration.ofSeconds((long) Math.min(LONGEST.toSeconds(), Math.max(1, needed)));
    }
}
