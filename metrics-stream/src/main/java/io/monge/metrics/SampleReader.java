package io.monge.metrics;

import io.monge.schemas.record.MetricSample;
import java.time.Duration;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to samples that can be aggregated. Everything else is refused here, so that one record can
 * neither stop the application nor spoil the windows of others.
 */
final class SampleReader {
    /** Beyond this no measurement lies, and its square is still a number. */
    private static final double LARGEST = 1e100;

    /** What clocks of several machines may differ by. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private final String topic;
    private final Deserializer<MetricSample> deserializer;
    private final String heartbeat;

    /**
     * @param topic the samples' topic
     * @param heartbeat a metric that only moves time on
     */
    SampleReader(String topic, Deserializer<MetricSample> deserializer, String heartbeat) {
        this.topic = topic;
        this.deserializer = deserializer;
        this.heartbeat = heartbeat;
    }

    /**
     * @param nowMillis epoch ms
     * @throws SerializationException with the reason, if this is no sample
     */
    MetricSample read(byte @Nullable [] bytes, long nowMillis) {
        MetricSample sample = bytes == null ? null : deserializer.deserialize(topic, bytes);
        if (sample == null) {
            throw new SerializationException("the record has no value");
        }
        if (!(Math.abs(sample.getValue()) <= LARGEST)) {
            throw new SerializationException(
                    "the value of %s is %s, must be a number of at most %.0e"
                            .formatted(sample.getMetric(), sample.getValue(), LARGEST));
        }
        if (!WindowKey.isSpellable(sample)) {
            throw new SerializationException("the metric's or source's name contains '@'");
        }
        // One such sample would move time on and make every later sample late.
        if (sample.getMeasuredAt().toEpochMilli() > nowMillis + CLOCK_SKEW.toMillis()) {
            throw new SerializationException(
                    "%s was measured at %s, which is still to come"
                            .formatted(sample.getMetric(), sample.getMeasuredAt()));
        }
        return sample;
    }

    /** Whether it only moves time on. */
    boolean isHeartbeat(MetricSample sample) {
        return sample.getMetric().equals(heartbeat);
    }
}
