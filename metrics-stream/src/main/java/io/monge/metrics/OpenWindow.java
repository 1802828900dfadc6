package io.monge.metrics;

import io.monge.schemas.record.MetricSample;
import java.util.Optional;

/**
 * One window that can still change, with what has yet to be done about it. Belongs to the thread of
 * its partition.
 */
final class OpenWindow {
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final WindowKey key;
    private final Optional<OpenWindow> around;
    private final long pauseMillis;
    private final long startMillis;
    private final long endMillis;
    private WindowSum sum;
    private boolean unsaved;
    private boolean stored;
    private boolean unpublished;
    private long publishedAtMillis = NEVER;

    /**
     * @param around the next longer window, which this one falls into
     * @param pauseMillis least time between two publications while it goes on
     */
    OpenWindow(WindowKey key, String unit, Optional<OpenWindow> around, long pauseMillis) {
        this.key = key;
        this.around = around;
        this.pauseMillis = pauseMillis;
        this.startMillis = key.start().toEpochMilli();
        this.endMillis = key.end().toEpochMilli();
        this.sum = WindowSum.empty(unit);
    }

    WindowKey key() {
        return key;
    }

    /** What is in it, without what is still in the shorter windows within it. */
    WindowSum sum() {
        return sum;
    }

    long startMillis() {
        return startMillis;
    }

    long endMillis() {
        return endMillis;
    }

    void add(MetricSample sample) {
        sum.add(sample);
        unsaved = true;
        markUnpublished();
    }

    /**
     * Hands its values over to the window around it, which is where they are counted from now on.
     */
    void close() {
        if (around.isPresent()) {
            OpenWindow outer = around.get();
            outer.sum.add(sum);
            outer.unsaved = true;
        }
    }

    /** Goes on from what the store has kept. */
    void restore(WindowSum kept) {
        sum = kept;
        stored = true;
        unsaved = true; // once more: the key may be that of a former version
        // What a crash has swallowed was published by nobody.
        markUnpublished();
    }

    boolean isUnsaved() {
        return unsaved;
    }

    /** Whether the store has a former state of it. */
    boolean isStored() {
        return stored;
    }

    void saved() {
        unsaved = false;
        stored = true;
    }

    /** Whether there is something new to tell, and enough time has passed or the end has come. */
    boolean isDue(long nowMillis, long newestMillis) {
        return unpublished
                && (endMillis <= newestMillis || nowMillis - publishedAtMillis >= pauseMillis);
    }

    void published(long nowMillis) {
        unpublished = false;
        publishedAtMillis = nowMillis;
    }

    private void markUnpublished() {
        unpublished = true;
        if (around.isPresent()) {
            around.get().markUnpublished();
        }
    }
}
