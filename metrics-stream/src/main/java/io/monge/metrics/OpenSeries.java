package io.monge.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** The open windows of one series, of every length. Belongs to the thread of its partition. */
final class OpenSeries {
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final Series series;
    private final Windowing windowing;
    private final List<NavigableMap<Long, OpenWindow>> levels = new ArrayList<>(); // by start

    OpenSeries(Series series, Windowing windowing) {
        this.series = series;
        this.windowing = windowing;
        for (int level = 0; level < windowing.levels(); level++) {
            levels.add(new TreeMap<>());
        }
    }

    /** The window of that level around an instant; opened, with those around it, if need be. */
    OpenWindow window(int level, long millis, String unit) {
        long start = windowing.start(level, millis);
        OpenWindow known = levels.get(level).get(start);
        return known == null ? open(level, start, unit) : known;
    }

    private OpenWindow open(int level, long start, String unit) {
        boolean longest = level == windowing.levels() - 1;
        Optional<OpenWindow> around =
                longest ? Optional.empty() : Optional.of(window(level + 1, start, unit));
        WindowKey key =
                new WindowKey(series, Instant.ofEpochMilli(start), windowing.lengths().get(level));
        long pause = level == 0 ? 0 : Math.min(windowing.millis(level) / 10, LONGEST_PAUSE_MILLIS);
        OpenWindow opened = new OpenWindow(key, unit, around, pause);
        levels.get(level).put(start, opened);
        return opened;
    }

    /**
     * Takes out what is closed: shorter ones first, so that a long one that closes with its last
     * part holds it.
     */
    void close(LongPredicate isClosed, Consumer<OpenWindow> closed) {
        for (NavigableMap<Long, OpenWindow> level : levels) {
            while (!level.isEmpty() && isClosed.test(level.firstEntry().getValue().endMillis())) {
                OpenWindow window = level.pollFirstEntry().getValue();
                window.close();
                closed.accept(window);
            }
        }
    }

    void live(long nowMillis, long newestMillis, BiConsumer<WindowKey, WindowSum> changed) {
        for (int level = 0; level < levels.size(); level++) {
            for (OpenWindow window : levels.get(level).values()) {
                if (window.isDue(nowMillis, newestMillis)) {
                    changed.accept(window.key(), whole(level, window));
                    window.published(nowMillis);
                }
            }
        }
    }

    /** With what is still in the shorter windows within it. */
    private WindowSum whole(int level, OpenWindow window) {
        if (level == 0) {
            return window.sum();
        }
        WindowSum whole = window.sum().copy();
        for (int shorter = 0; shorter < level; shorter++) {
            levels.get(shorter)
                    .subMap(window.startMillis(), window.endMillis())
                    .values()
                    .forEach(part -> whole.add(part.sum()));
        }
        return whole;
    }

    List<OpenWindow> all() {
        List<OpenWindow> all = new ArrayList<>();
        levels.forEach(level -> all.addAll(level.values()));
        return all;
    }

    boolean isEmpty() {
        return levels.stream().allMatch(NavigableMap::isEmpty);
    }
}
