package io.monge.metrics;

import io.monge.schemas.record.MetricSample;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The windows of one partition that can still change. A sample is added to a window of the shortest
 * length; as that closes, its sum is merged into the next longer window around it, and so on. So a
 * long window holds exactly the samples of the short ones within it, and a sample costs the same
 * however many lengths there are.
 *
 * <p>Time is the newest measurement seen. What closes, and with which samples, depends on the
 * samples and their order alone: whoever reads them again gets the same windows. Belongs to one
 * thread.
 */
final class OpenWindows {
    private final Windowing windowing;
    private final Map<Series, OpenSeries> open = new LinkedHashMap<>();
    private long newestMillis = Long.MIN_VALUE;
    private long nextCloseMillis = Long.MIN_VALUE;

    OpenWindows(Windowing windowing) {
        this.windowing = windowing;
    }

    /** Newest measurement so far, epoch ms. */
    long newestMillis() {
        return newestMillis;
    }

    /** Moves time on; never back. */
    void advance(long millis) {
        newestMillis = Math.max(newestMillis, millis);
    }

    /**
     * Adds a sample and moves time on to it.
     *
     * @return whether it came in time
     */
    boolean add(MetricSample sample) {
        long at = sample.getMeasuredAt().toEpochMilli();
        advance(at);
        if (isClosed(windowing.start(0, at) + windowing.millis(0))) {
            return false;
        }
        series(Series.of(sample)).window(0, at, sample.getUnit()).add(sample);
        return true;
    }

    /** Whether time has passed the end of a shortest window since the last {@link #close}. */
    boolean isCloseDue() {
        return newestMillis >= nextCloseMillis;
    }

    /** Takes out the windows that can no longer change, shorter ones first. */
    void close(Consumer<OpenWindow> closed) {
        if (newestMillis == Long.MIN_VALUE) {
            return;
        }
        Iterator<OpenSeries> all = open.values().iterator();
        while (all.hasNext()) {
            OpenSeries series = all.next();
            series.close(this::isClosed, closed);
            if (series.isEmpty()) {
                all.remove();
            }
        }
        long length = windowing.millis(0);
        long grace = windowing.grace().toMillis();
        nextCloseMillis = windowing.start(0, newestMillis - grace) + length + grace;
    }

    /** Tells of the windows that have changed, as far as it is time to. */
    void live(long nowMillis, BiConsumer<WindowKey, WindowSum> changed) {
        open.values().forEach(series -> series.live(nowMillis, newestMillis, changed));
    }

    /** All of them, in no order anybody should rely on. */
    List<OpenWindow> all() {
        List<OpenWindow> all = new ArrayList<>();
        open.values().forEach(series -> all.addAll(series.all()));
        return all;
    }

    /**
     * Takes back a window that was saved.
     *
     * @return false if windows of its length are no longer made
     */
    boolean restore(WindowKey key, WindowSum sum) {
        int level = windowing.level(key.length());
        if (level < 0) {
            return false;
        }
        series(key.series()).window(level, key.start().toEpochMilli(), sum.unit()).restore(sum);
        return true;
    }

    private OpenSeries series(Series series) {
        OpenSeries known = open.get(series);
        if (known == null) {
            known = new OpenSeries(series, windowing);
            open.put(series, known);
        }
        return known;
    }

    private boolean isClosed(long endMillis) {
        return endMillis + windowing.grace().toMillis() <= newestMillis;
    }
}
