package io.monge.serving.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The windows of every metric and length as far back as there is room: what a question about the
 * past is answered from. Thread-safe.
 *
 * <p>It is filled from the compacted topic of windows, not from the stores of Kafka Streams: every
 * server has all of it, whichever instance of the application made a window and whether that
 * instance still lives; and the stores hold open windows alone.
 */
public final class WindowHistory {

    /** Windows kept of each metric and length: 2.7 hours of 10 s, 16 hours of 1 min, 41 days. */
    public static final int KEPT = 1000;

    private static final int MOST_LINES = 600; // a stranger's topic must not fill the memory

    private final Map<Line, NavigableMap<Place, Window>> lines = new HashMap<>();

    private record Line(String metric, Duration length) {}

    /** A new window, or a newer state of a window that is still open. */
    public synchronized void put(Window window) {
        Line line = new Line(window.metric(), window.length());
        if (!lines.containsKey(line) && lines.size() >= MOST_LINES) {
            return;
        }
        NavigableMap<Place, Window> kept = lines.computeIfAbsent(line, absent -> new TreeMap<>());
        kept.put(Place.of(window), window);
        if (kept.size() > KEPT) {
            kept.pollFirstEntry();
        }
    }

    /** The lengths there are windows of, shortest first. */
    public synchronized NavigableSet<Duration> lengths() {
        NavigableSet<Duration> lengths = new TreeSet<>();
        lines.keySet().forEach(line -> lengths.add(line.length()));
        return lengths;
    }

    /** Whether there is any window of that metric. */
    public synchronized boolean knows(String metric) {
        return lines.keySet().stream().anyMatch(line -> line.metric().equals(metric));
    }

    /** The windows of that length that overlap {@code [from, to)}, oldest first. */
    public synchronized List<Window> between(
            String metric, Duration length, Instant from, Instant to) {
        return lines.getOrDefault(new Line(metric, length), new TreeMap<>()).values().stream()
                .filter(window -> window.end().isAfter(from) && window.start().isBefore(to))
                .toList();
    }
}
