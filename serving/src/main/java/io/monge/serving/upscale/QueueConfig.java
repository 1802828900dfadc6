package io.monge.serving.upscale;

import java.time.Duration;

/**
 * How much work is admitted.
 *
 * @param workers images worked on at a time; they share forward passes, and decoding and encoding
 *     the processors
 * @param pixels low-resolution pixels waiting or in work; more is refused
 * @param drain how long accepted work may go on when the server stops
 */
public record QueueConfig(int workers, long pixels, Duration drain) {

    public static final QueueConfig DEFAULT =
            new QueueConfig(16, 16L << 20, Duration.ofSeconds(20));

    public QueueConfig {
        if (workers < 1 || workers > 256) {
            throw new IllegalArgumentException(
                    "workers is " + workers + ", must be between 1 and 256");
        }
        if (pixels < 1 << 16) {
            throw new IllegalArgumentException(
                    "pixels is %d, must be at least %d".formatted(pixels, 1 << 16));
        }
        if (drain.isNegative()) {
            throw new IllegalArgumentException("drain is " + drain + ", must not be negative");
        }
    }
}
