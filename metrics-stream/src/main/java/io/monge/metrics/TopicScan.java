package io.monge.metrics;

import io.monge.runtime.kafka.KafkaConnection;
import io.monge.schemas.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning to a certain place: committed records, without a group. */
final class TopicScan implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    private final Topic<?> topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> beginning;

    TopicScan(KafkaConnection kafka, Topic<?> topic) {
        Map<String, Object> properties = new HashMap<>(kafka.clientProperties());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        this.topic = topic;
        this.consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic.name()).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(partitions);
        this.beginning = new HashMap<>(consumer.beginningOffsets(partitions));
    }

    Collection<TopicPartition> partitions() {
        return beginning.keySet();
    }

    /**
     * Whether retention has dropped records at the beginning of a partition; final once the first
     * record of it has been read.
     */
    boolean isTruncated(TopicPartition partition) {
        return beginning.get(partition) > 0;
    }

    /** The place behind the last committed record of each partition. */
    Map<TopicPartition, Long> end() {
        return consumer.endOffsets(partitions());
    }

    /**
     * Reads each partition from its beginning.
     *
     * @param upTo first offset that is not read, by partition
     * @throws IllegalStateException if the broker stops answering, or drops records of a partition
     *     while it is read
     */
    void read(Map<TopicPartition, Long> upTo, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Set<TopicPartition> begun = new HashSet<>();
        beginning.forEach(consumer::seek);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!isRead(upTo)) {
            ConsumerRecords<byte[], byte[]> records = poll(begun);
            if (!records.isEmpty()) {
                deadline = System.nanoTime() + PATIENCE_NANOS;
            } else if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "the broker has given nothing of %s for %d s"
                                .formatted(topic.name(), PATIENCE_NANOS / 1_000_000_000));
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                begun.add(partition);
                if (record.offset() < upTo.getOrDefault(partition, 0L)) {
                    each.accept(record);
                }
            }
        }
    }

    /** What retention drops before a partition has been begun only moves its beginning. */
    private ConsumerRecords<byte[], byte[]> poll(Set<TopicPartition> begun) {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            Set<TopicPartition> moved = e.offsetOutOfRangePartitions().keySet();
            if (moved.stream().anyMatch(begun::contains)) {
                throw new IllegalStateException(
                        "retention drops records of %s faster than they are read"
                                .formatted(topic.name()),
                        e);
            }
            consumer.beginningOffsets(moved)
                    .forEach(
                            (partition, offset) -> {
                                beginning.put(partition, offset);
                                consumer.seek(partition, offset);
                            });
            return ConsumerRecords.empty();
        }
    }

    private boolean isRead(Map<TopicPartition, Long> upTo) {
        return partitions().stream()
                .allMatch(
                        partition ->
                                consumer.position(partition) >= upTo.getOrDefault(partition, 0L));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
