package io.monge.trainer;

import java.time.Duration;

/**
 * Preconditions of configuration: each failure is one sentence with key, value and what is allowed.
 */
final class Check {

    private Check() {}

    static void atLeast(String key, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s is %d, must be at least %d".formatted(key, value, least));
        }
    }

    static void notNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(
                    "%s is %s, must not be negative".formatted(key, value));
        }
    }
}
