package io.monge.serving.upscale;

import java.time.Duration;

/**
 * How fast one worker has been lately: an exponential average, so that a new model of another size
 * is noticed within a few images. Thread-safe.
 */
final class Throughput {

    private static final double WEIGHT_OF_NEWEST = 0.25;
    private static final double FIRST_GUESS_PIXELS_PER_SECOND = 100_000;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private double pixelsPerSecond;

    synchronized void measured(long pixels, long nanos) {
        double now = pixels * 1e9 / Math.max(1, nanos);
        pixelsPerSecond =
                pixelsPerSecond == 0
                        ? now
                        : (1 - WEIGHT_OF_NEWEST) * pixelsPerSecond + WEIGHT_OF_NEWEST * now;
    }

    /** When so many pixels will be done, in whole seconds between 1 s and 5 min. */
    synchronized Duration timeFor(long pixels, int workers) {
        double rate = pixelsPerSecond == 0 ? FIRST_GUESS_PIXELS_PER_SECOND : pixelsPerSecond;
        double seconds = Math.ceil(pixels / (rate * workers));
        return Duration.ofSeconds((long) Math.min(LONGEST.toSeconds(), Math.max(1, seconds)));
    }
}
