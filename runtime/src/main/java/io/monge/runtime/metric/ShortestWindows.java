package io.monge.runtime.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Tells, of windows of several lengths as they come, those that no shorter window covers: what one
 * looks at who wants to know how it is now. After a change of the configured lengths the former
 * ones end somewhere, and the new ones count from there. Not thread-safe.
 */
public final class ShortestWindows {

    private final NavigableMap<Duration, Instant> newestEnds = new TreeMap<>(); // by length

    /** Takes note of a window, new or changed; returns whether there is no shorter one. */
    public boolean isShortest(Instant start, Instant end) {
        Duration length = Duration.between(start, end);
        newestEnds.merge(length, end, (one, other) -> one.isAfter(other) ? one : other);
        return newestEnds.headMap(length).values().stream().noneMatch(start::isBefore);
    }
}
