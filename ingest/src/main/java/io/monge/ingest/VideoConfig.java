package io.monge.ingest;

import java.time.Duration;

/**
 * Which frames of a video are images.
 *
 * @param every of each such interval of the video's own time the first frame; 0 = every frame
 */
public record VideoConfig(Duration every) {

    /** A frame a second. */
    public static final VideoConfig DEFAULT = new VideoConfig(Duration.ofSeconds(1));

    public VideoConfig {
        if (every.isNegative() || (!every.isZero() && every.toMillis() < 1)) {
            throw new IllegalArgumentException(
                    "every is " + every + ", must be 0 or at least 1 ms");
        }
    }

    /** The number of the interval that a time lies in. */
    long interval(long millis) {
        return every.isZero() ? millis : millis / every.toMillis();
    }
}
