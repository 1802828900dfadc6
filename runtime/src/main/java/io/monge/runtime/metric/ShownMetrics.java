package io.monge.runtime.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * What a process emits, for Prometheus too, under {@code monge.} and the metric's own name: of a
 * level the newest value, once there is one; of a count the sum, from the start, for Prometheus
 * does not take the appearance of a number for an increase. Thread-safe, never blocks.
 */
final class ShownMetrics {

    private static final String PREFIX = "monge.";

    private final MeterRegistry registry;
    private final Map<Metric, AtomicLong> levels = new ConcurrentHashMap<>(); // bits of a double
    private final Map<Metric, Counter> counts = new EnumMap<>(Metric.class);

    ShownMetrics(MeterRegistry registry) {
        this.registry = registry;
        Stream.of(Metric.values())
                .filter(metric -> metric.kind() == Metric.Kind.COUNT)
                .forEach(metric -> counts.put(metric, count(metric)));
    }

    void show(Metric metric, double value) {
        switch (metric.kind()) {
            case LEVEL ->
                    levels.computeIfAbsent(metric, this::level)
                            .set(Double.doubleToRawLongBits(value));
            case COUNT -> Objects.requireNonNull(counts.get(metric)).increment(value);
        }
    }

    private AtomicLong level(Metric metric) {
        AtomicLong newest = new AtomicLong();
        Gauge.builder(PREFIX + metric.id(), newest, bits -> Double.longBitsToDouble(bits.get()))
                .description(described(metric))
                .strongReference(true)
                .register(registry);
        return newest;
    }

    private Counter count(Metric metric) {
        return Counter.builder(PREFIX + metric.id())
                .description(described(metric))
                .register(registry);
    }

    private static String described(Metric metric) {
        return metric.description() + " (" + metric.unit() + ")";
    }
}
