package io.monge.runtime.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a stretch of one partition, on the caller's thread: the chunks of a snapshot, or all there
 * is; or the newest records of all partitions. Only committed records; records without a value and
 * records that cannot be read are passed over (the latter with a warning). Opened by {@link
 * KafkaConnection#reader}.
 */
public final class TopicReader<V> {

    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final String topic;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final RecordDecoder<V> decoder;

    TopicReader(
            String topic, Supplier<Consumer<byte[], byte[]>> consumers, Deserializer<V> values) {
        this.topic = topic;
        this.consumers = consumers;
        this.decoder = new RecordDecoder<>(values);
    }

    /**
     * Visits the records from an offset on until the visitor says true, the end is reached or the
     * time is over. Compaction leaves holes; if the offset itself is no longer there, reading
     * begins at the next record that is.
     *
     * @param from offset of the first record; 0 for the beginning
     * @param enough sees each record, in order; true ends the scan
     */
    public ScanEnd scan(int partition, long from, Predicate<Received<V>> enough, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        TopicPartition where = new TopicPartition(topic, partition);
        Consumer<byte[], byte[]> consumer = consumers.get();
        try {
            consumer.assign(List.of(where));
            consumer.seek(where, from);
            long end = consumer.endOffsets(List.of(where)).get(where);
            while (consumer.position(where) < end) {
                if (System.nanoTime() - deadline >= 0) {
                    return ScanEnd.DEADLINE;
                }
                if (anyEnough(consumer, end, enough)) {
                    return ScanEnd.SATISFIED;
                }
            }
            return ScanEnd.END_OF_TOPIC;
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }

    /**
     * The newest records of all partitions together.
     *
     * @param count at most
     * @return newest first; fewer if the topic has fewer or the time is over
     */
    public List<Received<V>> newest(int count, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<Received<V>> found = new ArrayList<>();
        Consumer<byte[], byte[]> consumer = consumers.get();
        try {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> oldest = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            ends.forEach((at, end) -> consumer.seek(at, Math.max(oldest.get(at), end - count)));
            while (isBefore(consumer, ends) && System.nanoTime() - deadline < 0) {
                anyEnough(consumer, Long.MAX_VALUE, record -> !found.add(record));
            }
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
        found.sort(Comparator.comparing((Received<V> record) -> record.timestamp()).reversed());
        return List.copyOf(found.subList(0, Math.min(count, found.size())));
    }

    /** How many partitions the topic has by now, which may be more than the catalogue's. */
    public int partitions() {
        Consumer<byte[], byte[]> consumer = consumers.get();
        try {
            return consumer.partitionsFor(topic).size();
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }

    private static boolean isBefore(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private boolean anyEnough(
            Consumer<byte[], byte[]> consumer, long end, Predicate<Received<V>> enough) {
        try {
            for (ConsumerRecord<byte[], byte[]> raw : consumer.poll(POLL)) {
                if (raw.offset() < end && visit(raw, enough)) {
                    return true;
                }
            }
        } catch (InvalidOffsetException e) {
            Map<TopicPartition, Long> oldest = consumer.beginningOffsets(e.partitions());
            oldest.forEach(consumer::seek);
        }
        return false;
    }

    private boolean visit(ConsumerRecord<byte[], byte[]> raw, Predicate<Received<V>> enough) {
        if (raw.value() == null) {
            return false; // a tombstone
        }
        Received<V> record;
        try {
            record = decoder.decode(raw);
        } catch (SerializationException e) {
            LOG.warn(
                    "{}-{} offset {} cannot be read: {}",
                    topic,
                    raw.partition(),
                    raw.offset(),
                    e.getMessage());
            return false;
        }
        return enough.test(record);
    }
}
