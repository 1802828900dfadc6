package io.monge.metrics;

import io.monge.schemas.record.MetricSample;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Samples of one metric that tests write. */
final class Samples {
    static final String METRIC = "trainer.map.loss";

    private Samples() {}

    static MetricSample at(Instant measuredAt, double value) {
        return of("trainer", null, measuredAt, value);
    }

    static MetricSample of(
            String source, @Nullable Long modelVersion, Instant measuredAt, double value) {
        return new MetricSample(METRIC, source, "1", value, null, modelVersion, measuredAt);
    }
}
