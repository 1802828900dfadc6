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
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
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
    private static final String NEWEST = "newest"; // no window's key: those contain '@'
    private static final Logger LOG = LoggerFactory.getLogger(WindowProcessor.class);

    private final MetricsConfig config;
    private final String topic;
    private final SampleReader samples;
    private final String ignored;
    private final Set<String> changed = new LinkedHashSet<>();
    private KeyValueStore<String, byte[]> store;
    private long newestMillis = Long.MIN_VALUE;
    private long late;

    /**
     * @param topic the samples' topic
     * @param ignored a metric that only moves time on
     */
    WindowProcessor(MetricsConfig config, String topic, SampleReader samples, String ignored) {
        this.config = config;
        this.topic = topic;
        this.samples = samples;
        this.ignored = ignored;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        store = context.getStateStore(STORE);
        byte[] newest = store.get(NEWEST);
        newestMillis = newest == null ? Long.MIN_VALUE : ByteBuffer.wrap(newest).getLong();
        changed.addAll(keys());
        context.schedule(config.updateEvery(), PunctuationType.WALL_CLOCK_TIME, now -> publish());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
        try {
            add(samples.read(topic, record.value(), now));
        } catch (SerializationException e) {
            refuse(record, String.valueOf(e.getMessage()));
        }
    }

    private void add(MetricSample sample) {
        newestMillis = Math.max(newestMillis, sample.getMeasuredAt().toEpochMilli());
        if (sample.getMetric().equals(ignored)) {
            return;
        }
        WindowKey key = WindowKey.of(sample, config.window());
        if (isClosed(key)) {
            late++;
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
        changed.forEach(this::publish);
        changed.clear();
        keys().stream().filter(key -> isClosed(WindowKey.parse(key))).forEach(store::delete);
        // Kept with the windows: a sample too late before a restart is too late after it, and does
        // not open its finished window anew.
        store.put(NEWEST, ByteBuffer.allocate(Long.BYTES).putLong(newestMillis).array());
        if (late > 0) {
            LOG.warn("{} samples came too late for their window and are not in it", late);
            late = 0;
        }
    }

    private void publish(String text) {
        WindowKey key = WindowKey.parse(text);
        MetricWindow window = WindowSum.decode(store.get(text)).window(key, config.window());
        context().forward(new Record<>(text, window, context().currentSystemTimeMs()), WINDOWS);
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.remove(NEWEST);
        return keys;
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
        context()
                .forward(
                        new Record<>(metadata.topic(), letter, letter.getFailedAt().toEpochMilli()),
                        DEAD_LETTERS);
    }
}
