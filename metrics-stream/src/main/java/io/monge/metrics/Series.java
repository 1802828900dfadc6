package io.monge.metrics;

import io.monge.schemas.record.MetricSample;
import java.util.OptionalLong;

/**
 * Whose values are summed up together.
 *
 * @param metric name of the metric
 * @param source who measured
 * @param modelVersion of the snapshot measured, where there is one
 */
record Series(String metric, String source, OptionalLong modelVersion) {

    static Series of(MetricSample sample) {
        Long version = sample.getModelVersion();
        return new Series(
                sample.getMetric(),
                sample.getSource(),
                version == null ? OptionalLong.empty() : OptionalLong.of(version));
    }
}
