package io.monge.runtime.kafka;

import io.monge.schemas.record.DeadLetter;
import io.monge.schemas.record.MetricSample;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Small records of the catalogue for tests that do not care what is in them. */
final class Records {

    private Records() {}

    static Keyed<MetricSample> sample(String metric, double value) {
        return new Keyed<>(
                metric, new MetricSample(metric, "test", "1", value, null, null, Instant.EPOCH));
    }

    static Keyed<DeadLetter> bulky(int bytes) {
        return new Keyed<>(
                "k",
                new DeadLetter(
                        "t", 0, 0L, null, ByteBuffer.allocate(bytes), "test", Instant.EPOCH));
    }
}
