package io.monge.metrics;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import io.monge.schemas.record.MetricSample;
import io.monge.schemas.record.MetricWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * What is remembered of the values of one window. Mutable; belongs to the stream thread that holds
 * it.
 */
final class WindowSum {
    private static final double ACCURACY = 0.01;
    private static final int BINS = 2048;

    private final String unit;
    private final DDSketch sketch;
    private RunningMoments moments;
    private double last;
    private long lastAtMillis;

    private WindowSum(String unit, DDSketch sketch, RunningMoments moments) {
        this.unit = unit;
        this.sketch = sketch;
        this.moments = moments;
    }

    static WindowSum empty(String unit) {
        WindowSum sum =
                new WindowSum(
                        unit,
                        DDSketches.collapsingLowestDense(ACCURACY, BINS),
                        RunningMoments.NONE);
        sum.lastAtMillis = Long.MIN_VALUE;
        return sum;
    }

    /** Adds a finite value. */
    void add(MetricSample sample) {
        moments = moments.with(sample.getValue());
        sketch.accept(sample.getValue());
        long at = sample.getMeasuredAt().toEpochMilli();
        if (at >= lastAtMillis) {
            lastAtMillis = at;
            last = sample.getValue();
        }
    }

    /** Adds all values of another window. */
    void add(WindowSum other) {
        moments = moments.merge(other.moments);
        sketch.mergeWith(other.sketch);
        if (other.lastAtMillis >= lastAtMillis) {
            lastAtMillis = other.lastAtMillis;
            last = other.last;
        }
    }

    WindowSum copy() {
        WindowSum copy = new WindowSum(unit, sketch.copy(), moments);
        copy.last = last;
        copy.lastAtMillis = lastAtMillis;
        return copy;
    }

    long count() {
        return moments.count();
    }

    String unit() {
        return unit;
    }

    /** As it is now, and may yet change. */
    MetricWindow live(WindowKey key) {
        return window(key, false);
    }

    /** As it will be for ever. */
    MetricWindow closed(WindowKey key) {
        return window(key, true);
    }

    private MetricWindow window(WindowKey key, boolean closed) {
        OptionalLong version = key.series().modelVersion();
        double[] percentiles = sketch.getValuesAtQuantiles(new double[] {0.5, 0.95, 0.99});
        return MetricWindow.newBuilder()
                .setMetric(key.series().metric())
                .setSource(key.series().source())
                .setUnit(unit)
                .setModelVersion(version.isPresent() ? (Long) version.getAsLong() : null)
                .setStart(key.start())
                .setEnd(key.end())
                .setCount(moments.count())
                .setMean(moments.mean())
                .setStddev(moments.deviation())
                .setMin(moments.min())
                .setMax(moments.max())
                .setP50(within(percentiles[0]))
                .setP95(within(percentiles[1]))
                .setP99(within(percentiles[2]))
                .setLast(last)
                .setClosed(closed)
                .build();
    }

    /** For the store: the scalars, the unit, then the sketch in its own encoding. */
    byte[] encode() {
        GrowingByteArrayOutput bins = GrowingByteArrayOutput.withDefaultInitialCapacity();
        try {
            sketch.encode(bins, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] name = unit.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(
                        7 * Long.BYTES + Integer.BYTES + name.length + bins.numWrittenBytes())
                .putLong(moments.count())
                .putDouble(moments.mean())
                .putDouble(moments.squares())
                .putDouble(moments.min())
                .putDouble(moments.max())
                .putDouble(last)
                .putLong(lastAtMillis)
                .putInt(name.length)
                .put(name)
                .put(bins.backingArray(), 0, bins.numWrittenBytes())
                .array();
    }

    static WindowSum decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        RunningMoments moments =
                new RunningMoments(
                        in.getLong(),
                        in.getDouble(),
                        in.getDouble(),
                        in.getDouble(),
                        in.getDouble());
        double last = in.getDouble();
        long lastAtMillis = in.getLong();
        byte[] unit = new byte[in.getInt()];
        in.get(unit);
        ByteArrayInput bins = ByteArrayInput.wrap(bytes, in.position(), in.remaining());
        try {
            DDSketch sketch = DDSketch.decode(bins, () -> new CollapsingLowestDenseStore(BINS));
            WindowSum sum =
                    new WindowSum(new String(unit, StandardCharsets.UTF_8), sketch, moments);
            sum.last = last;
            sum.lastAtMillis = lastAtMillis;
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The sketch is exact to 1 % of a value, so at the ends it can overshoot the range that is
     * known exactly.
     */
    private double within(double percentile) {
        return Math.max(moments.min(), Math.min(moments.max(), percentile));
    }
}
