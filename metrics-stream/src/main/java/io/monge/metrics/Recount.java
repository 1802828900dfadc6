package io.monge.metrics;

import io.monge.runtime.metric.Metric;
import io.monge.schemas.record.MetricSample;
import io.monge.schemas.record.MetricWindow;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The windows that the samples on the topic make, counted by one reader without restarts, stores or
 * transactions.
 */
final class Recount {
    private static final long FAR_FUTURE = Long.MAX_VALUE / 2;

    private final Windowing windowing;
    private final SampleReader samples;
    private final Set<String> refused;
    private final Map<TopicPartition, OpenWindows> open = new HashMap<>();
    private final Map<WindowKey, MetricWindow> closed = new HashMap<>();
    private Instant reliableFrom = Instant.MIN;
    private long counted;
    private long late;
    private long lateTold;

    /**
     * @param refused places of the samples that are dead letters, as {@link #place} names them
     */
    Recount(Windowing windowing, SampleReader samples, Set<String> refused) {
        this.windowing = windowing;
        this.samples = samples;
        this.refused = refused;
    }

    static String place(int partition, long offset) {
        return partition + ":" + offset;
    }

    /** Counts a record; those of one partition in order. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        if (refused.contains(place(record.partition(), record.offset()))) {
            return;
        }
        try {
            add(
                    new TopicPartition(record.topic(), record.partition()),
                    samples.read(record.value(), FAR_FUTURE));
        } catch (SerializationException e) {
            // Its dead letter is no longer kept; the application has not counted it either.
            return;
        }
    }

    private void add(TopicPartition partition, MetricSample sample) {
        OpenWindows windows = open.computeIfAbsent(partition, absent -> new OpenWindows(windowing));
        boolean tellsOfLate = sample.getMetric().equals(Metric.METRICS_LATE.id());
        if (tellsOfLate) {
            lateTold += Math.round(sample.getValue());
        }
        if (samples.isHeartbeat(sample)) {
            windows.advance(sample.getMeasuredAt().toEpochMilli());
        } else if (windows.add(sample)) {
            counted++;
        } else if (!tellsOfLate) {
            late++;
        }
        if (windows.isCloseDue()) {
            windows.close(window -> closed.put(window.key(), window.sum().closed(window.key())));
        }
    }

    /**
     * A partition begins with a record that is not the first that was written: what lies before, or
     * was late for it, is not known.
     */
    void beginsLate(ConsumerRecord<byte[], byte[]> first) {
        Instant from = Instant.ofEpochMilli(first.timestamp()).plus(windowing.grace());
        reliableFrom = from.isAfter(reliableFrom) ? from : reliableFrom;
    }

    /** Whether all samples of a window are still there. */
    boolean isReliable(WindowKey key) {
        return !key.start().isBefore(reliableFrom);
    }

    /** Whether the window would be among the closed ones if there were a sample in it. */
    boolean isPast(WindowKey key) {
        long closing = key.end().plus(windowing.grace()).toEpochMilli();
        return open.values().stream().allMatch(windows -> closing <= windows.newestMillis());
    }

    /** Windows that can no longer change. */
    Map<WindowKey, MetricWindow> closed() {
        return closed;
    }

    /** Samples that are in a window. */
    long counted() {
        return counted;
    }

    /** Samples too late for their window. */
    long late() {
        return late;
    }

    /** Samples too late, as the application has told by its own metric. */
    long lateTold() {
        return lateTold;
    }
}
