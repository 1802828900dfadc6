package io.monge.metrics;

import io.monge.schemas.record.DeadLetter;
import io.monge.schemas.record.MetricSample;
import io.monge.schemas.record.MetricWindow;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples to windows. Open windows are published as they change, at most once per interval; a
 * window that can no longer change is published for the last time, marked as closed, and forgotten.
 * What cannot be read becomes a dead letter; what comes too late is counted, by a sample of its
 * own.
 *
 * <p>Windows and offsets are committed in one transaction. A restarted task publishes every window
 * in its store again, so that an update the crash has swallowed is made good.
 */
final class WindowProcessor extends ContextualProcessor<byte[], byte[], Object, Object> {
    static final String WINDOWS = "window-sink";
    static final String SAMPLES = "sample-sink";
    static final String DEAD_LETTERS = "dead-letter-sink";
    private static final Logger LOG = LoggerFactory.getLogger(WindowProcessor.class);

    private final SampleReader samples;
    private final LateSamples late;
    private final Duration updateEvery;
    private WindowState state;

    WindowProcessor(SampleReader samples, LateSamples late, Duration updateEvery) {
        this.samples = samples;
        this.late = late;
        this.updateEvery = updateEvery;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        state = context.getStateStore(WindowState.NAME);
        state.load();
        context.schedule(updateEvery, PunctuationType.WALL_CLOCK_TIME, this::publish);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        try {
            add(samples.read(record.value(), context().currentSystemTimeMs()));
        } catch (SerializationException e) {
            refuse(record, String.valueOf(e.getMessage()));
        }
    }

    private void add(MetricSample sample) {
        OpenWindows windows = state.windows();
        if (samples.isHeartbeat(sample)) {
            windows.advance(sample.getMeasuredAt().toEpochMilli());
        } else if (!windows.add(sample) && !late.isReport(sample)) {
            state.countLate(); // of a report that is late itself no report is made, for ever and
            // ever
        }
        if (windows.isCloseDue()) {
            state.close(this::publishClosed);
        }
    }

    private void publish(long nowMillis) {
        state.windows().live(nowMillis, (key, sum) -> forward(key.text(), sum.live(key), WINDOWS));
        long tooLate = state.takeLate();
        if (tooLate > 0) {
            LOG.warn("{} samples came too late for their window and are not in it", tooLate);
            MetricSample sample =
                    late.sample(tooLate, Math.max(nowMillis, state.windows().newestMillis()));
            forward(sample.getMetric(), sample, SAMPLES);
        }
    }

    private void publishClosed(OpenWindow window) {
        MetricWindow closed = window.sum().closed(window.key());
        forward(window.key().text(), closed, WINDOWS);
    }

    private void forward(String key, Object value, String sink) {
        context().forward(new Record<>(key, value, context().currentSystemTimeMs()), sink);
    }

    private void refuse(Record<byte[], byte[]> record, String reason) {
        var metadata = context().recordMetadata().orElseThrow();
        DeadLetter letter =
                DeadLetter.newBuilder()
                        .setTopic(metadata.topic())
                        .setPartition(metadata.partition())
                        .setOffset(metadata.offset())
                        .setKey(record.key() == null ? null : ByteBuffer.wrap(record.key()))
                        .setValue(record.value() == null ? null : ByteBuffer.wrap(record.value()))
                        .setReason(reason)
                        .setFailedAt(Instant.ofEpochMilli(context().currentSystemTimeMs()))
                        .build();
        LOG.warn(
                "{}-{} offset {} is no sample: {}",
                metadata.topic(),
                metadata.partition(),
                metadata.offset(),
                reason);
        forward(metadata.topic(), letter, DEAD_LETTERS);
    }
}
