package io.monge.serving.dashboard;

import io.monge.runtime.metric.ShortestWindows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * The last windows of every metric, and every change as it comes; where windows of several lengths
 * cover the same time, the shortest. Thread-safe.
 */
public final class MetricBoard {

    /** Times kept of each metric: an hour of ten seconds. */
    public static final int KEPT = 360;

    private static final int MOST_METRICS = 500; // a stranger's topic must not fill the memory
    private static final int MOST_AT_ONCE = 16; // windows that begin together; likewise
    private static final int SUBSCRIBER_BUFFER = 1024;

    private final Map<String, NavigableMap<Instant, Map<Place, Window>>> windows = new TreeMap<>();
    private final ShortestWindows shortest = new ShortestWindows();
    private long received;
    // Best effort: a slow page misses windows rather than slowing down the others.
    private final Sinks.Many<Window> changes = Sinks.many().multicast().directBestEffort();

    /** A new window, or a newer state of a window that is still open. */
    public synchronized void put(Window window) {
        if (!windows.containsKey(window.metric()) && windows.size() >= MOST_METRICS) {
            return;
        }
        if (!shortest.isShortest(window.start(), window.end())) {
            return;
        }
        NavigableMap<Instant, Map<Place, Window>> ring =
                windows.computeIfAbsent(window.metric(), metric -> new TreeMap<>());
        Map<Place, Window> together =
                ring.computeIfAbsent(window.start(), start -> new TreeMap<>());
        Place place = Place.of(window);
        if (!together.containsKey(place) && together.size() >= MOST_AT_ONCE) {
            return;
        }
        if (together.put(place, window) == null) {
            received++;
        }
        if (ring.size() > KEPT) {
            ring.pollFirstEntry();
        }
        changes.tryEmitNext(window);
    }

    /** Different windows so far. */
    public synchronized long received() {
        return received;
    }

    /**
     * The newest windows of every metric, by metric and then oldest first.
     *
     * @param most times, of each of which there may be several windows
     */
    public synchronized List<Window> recent(int most) {
        List<Window> recent = new ArrayList<>();
        for (NavigableMap<Instant, Map<Place, Window>> ring : windows.values()) {
            ring.values().stream()
                    .skip(Math.max(0, ring.size() - most))
                    .forEach(together -> recent.addAll(together.values()));
        }
        return recent;
    }

    /** Every change from now on; drops the oldest for a subscriber that does not keep up. */
    public Flux<Window> changes() {
        return changes.asFlux()
                .onBackpressureBuffer(
                        SUBSCRIBER_BUFFER,
                        dropped -> {},
                        reactor.core.publisher.BufferOverflowStrategy.DROP_OLDEST);
    }
}
