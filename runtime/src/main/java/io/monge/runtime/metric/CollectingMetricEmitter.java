package io.monge.runtime.metric;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps everything it is given: for tests, and for short runs that print a summary. Grows without
 * bound.
 */
public final class CollectingMetricEmitter implements MetricEmitter {

    private final List<Measurement> measurements = new CopyOnWriteArrayList<>();

    @Override
    public void emit(Measurement measurement) {
        measurements.add(measurement);
    }

    /** Everything emitted so far, in order. */
    public List<Measurement> measurements() {
        return List.copyOf(measurements);
    }

    /** The values of one metric so far, in order. */
    public List<Double> valuesOf(Metric metric) {
        return measurements.stream()
                .filter(measurement -> measurement.metric() == metric)
                .map(Measurement::value)
                .toList();
    }
}
