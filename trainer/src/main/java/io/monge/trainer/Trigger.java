package io.monge.trainer;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says when something that recurs is due: after so many iterations, and not before so much time.
 *
 * <p>Owned by the training thread.
 */
final class Trigger {

    private final int every;
    private final long intervalNanos;
    private final LongSupplier nanoClock;

    private long lastIteration;
    private long lastNanos;

    Trigger(int every, Duration interval, LongSupplier nanoClock) {
        this.every = every;
        this.intervalNanos = interval.toNanos();
        this.nanoClock = nanoClock;
        this.lastNanos = nanoClock.getAsLong();
    }

    boolean isDue(long iteration) {
        return iteration - lastIteration >= every
                && nanoClock.getAsLong() - lastNanos >= intervalNanos;
    }

    /** Counts from here. */
    void reset(long iteration) {
        lastIteration = iteration;
        lastNanos = nanoClock.getAsLong();
    }
}
