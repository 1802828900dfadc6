package io.monge.metrics;

import io.monge.schemas.record.MetricSample;
import java.time.Instant;

/**
 * How the samples that came too late are told of: as samples of a metric of their own.
 *
 * @param metric its name
 * @param unit its unit
 * @param source who counts
 */
record LateSamples(String metric, String unit, String source) {

    /** Whether the sample tells of late ones. */
    boolean isReport(MetricSample sample) {
        return sample.getMetric().equals(metric);
    }

    MetricSample sample(long count, long nowMillis) {
        return MetricSample.newBuilder()
                .setMetric(metric)
                .setSource(source)
                .setUnit(unit)
                .setValue(count)
                .setMeasuredAt(Instant.ofEpochMilli(nowMillis))
                .build();
    }
}
