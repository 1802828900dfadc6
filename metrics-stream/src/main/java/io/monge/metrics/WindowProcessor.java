package io.monge.metrics;

import io.monge.schemas.record.DeadLetter;
import io.monge.schemas.record.MetricSample;
import io.monge.schemas.record.MetricWindow;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples to windows. Open windows are published as they change, at most once per interval; a
 * window that can no longer change is published for the last time and forgotten. What cannot be
 * read becomes a dead letter.
 *
 * <p>Windows and offsets are committed in one transaction. A restarted task publishes every window
 * in its store again, so that an update the crash has swallowed is made good.
 */
final class WindowProcessor extends ContextualProcessor<byte[], byte[], Object, Object> {
    static final String STORE = "windows";
    static final String WINDOWS = "window-sink";
    static final String DEAD_LETTERS = "dead-letter-sink";
    private static final Logger LOG = LoggerFactory.getLogger(WindowProcessor.class);

    private final MetricsConfig config;
    private final String topic;
    private final Deserializer<MetricSample> samples;
    private final String ignored;
    private final Set<String> changed = new LinkedHashSet<>();
    private KeyValueStore<String, byte[]> store;
    private long newestMillis = Long.MIN_VALUE;
    private long late;

    /**
     * @param topic the samples' topic
     * @param ignored a metric that only moves time on
     */
    WindowProcessor(
            MetricsConfig config,
            String topic,
            Deserializer<MetricSample> samples,
            String ignored) {
        this.config = config;
        this.topic = topic;
        this.samples = samples;
        this.ignored = ignored;
    }

    @Override
    public void init(
            org.apache.kafka.streams.processor.api.ProcessorContext<Object, Object> context) {
        super.init(context);
        store = context.getStateStore(STORE);
        try (KeyValueIterator<String, byte[]> restored = store.all()) {
            restored.forEachRemaining(entry -> changed.add(entry.key));
        }
        context.schedule(config.updateEvery(), PunctuationType.WALL_CLOCK_TIME, now -> publish());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        MetricSample sample;
        try {
            sample = samples.deserialize(topic, record.value());
        } catch (SerializationException e) {
            refuse(record, String.valueOf(e.getMessage()));
            return;
        }
        WindowKey key = WindowKey.of(sample, config.window());
        if (!Double.isFinite(sample.getValue())) {
            refuse(
                    record,
                    "the value of %s is %s, not a finite number"
                            .formatted(key.metric(), sample.getValue()));
        } else if (!key.isSpellable()) {
            refuse(record, "the metric's or source's name contains '@'");
        } else {
            add(key, sample);
        }
    }

    private void add(WindowKey key, MetricSample sample) {
        newestMillis = Math.max(newestMillis, sample.getMeasuredAt().toEpochMilli());
        if (sample.getMetric().equals(ignored)) {
            return;
        }
        if (isClosed(key)) {
            late++;
            LOG.debug("{} is {} samples late so far", key.metric(), late);
            return;
        }
        String text = key.text();
        byte[] known = store.get(text);
        WindowSum sum = known == null ? WindowSum.empty(sample.getUnit()) : WindowSum.decode(known);
        sum.add(sample);
        store.put(text, sum.encode());
        changed.add(text);
    }

    private void publish() {
        for (String text : changed) {
            byte[] known = store.get(text);
            if (known != null) {
                WindowKey key = WindowKey.parse(text);
                MetricWindow window = WindowSum.decode(known).window(key, config.window());
                context()
                        .forward(
                                new Record<>(text, window, window.getEnd().toEpochMilli()),
                                WINDOWS);
            }
        }
        changed.clear();
        forgetClosed();
    }

    private void forgetClosed() {
        List<String> closed = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                if (isClosed(WindowKey.parse(entry.key))) {
                    closed.add(entry.key);
                }
            }
        }
        closed.forEach(store::delete);
    }

    private boolean isClosed(WindowKey key) {
        Duration open = config.window().plus(config.grace());
        return key.start().plus(open).toEpochMilli() <= newestMillis;
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
        context().forward(new Record<>(metadata.topic(), letter, record.timestamp()), DEAD_LETTERS);
    }
}
