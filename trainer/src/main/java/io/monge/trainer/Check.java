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

    static void atMost(String key, long value, long most) {
        if (value > most) {
            throw new IllegalArgumentException(
                    "%s is %d, must be at most %d".formatted(key, value, most));
        }
    }

    static void notNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(
                    "%s is %s, must not be negative".formatted(key, value));
        }
    }

    static void notNegative(String key, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException("%s is %s, must be 0 or more".formatted(key, value));
        }
    }

    /** 0 switches a bound off. */
    static void noneOrAbove(String key, double value, double least) {
        if (value != 0 && !(value > least && Double.isFinite(value))) {
            throw new IllegalArgumentException(
                    "%s is %s, must be 0 (none) or above %s".formatted(key, value, least));
        }
    }
}
