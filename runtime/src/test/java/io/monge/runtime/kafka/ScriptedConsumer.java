package io.monge.runtime.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Kafka's mock consumer with a topic of two partitions, whose group does what the test says. */
final class ScriptedConsumer extends MockConsumer<byte[], byte[]> {

    static final String TOPIC = "t";
    static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    static final TopicPartition P1 = new TopicPartition(TOPIC, 1);

    final AtomicInteger polls = new AtomicInteger();
    private volatile CountDownLatch generationTold = new CountDownLatch(0);
    private volatile ConsumerRebalanceListener listener = new Ignoring();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<TopicPartition, Long> commits = new ConcurrentHashMap<>();

    private static final class Ignoring implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    }

    ScriptedConsumer() {
        super("none");
        updatePartitions(TOPIC, List.of(info(0), info(1)));
        updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
        ends.put(P0, 0L);
        ends.put(P1, 0L);
        updateEndOffsets(ends);
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener told) {
        listener = told;
        super.subscribe(topics, told);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        polls.incrementAndGet();
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        if (records.isEmpty()) {
            LockSupport.parkNanos(1_000_000); // the mock does not wait for records
        }
        return records;
    }

    @Override
    public ConsumerGroupMetadata groupMetadata() {
        try {
            generationTold.await();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        return super.groupMetadata();
    }

    /** In the next poll the group gives this member exactly these partitions. */
    void owns(TopicPartition... partitions) {
        schedulePollTask(() -> rebalance(List.of(partitions)));
    }

    /** Like {@link #owns}; the latch opens when the member's callbacks have returned. */
    CountDownLatch ownsLater(TopicPartition... partitions) {
        CountDownLatch done = new CountDownLatch(1);
        schedulePollTask(
                () -> {
                    rebalance(List.of(partitions));
                    done.countDown();
                });
        return done;
    }

    /** In one and the same poll the partition joins the first and has a record. */
    CountDownLatch gainsWithRecord(TopicPartition first, TopicPartition gained, String value) {
        CountDownLatch done = new CountDownLatch(1);
        schedulePollTask(
                () -> {
                    rebalance(List.of(first, gained));
                    seek(gained, 0);
                    appendNow(gained, value);
                    done.countDown();
                });
        return done;
    }

    /**
     * In the next poll the member learns that the partition went to another one without asking it.
     */
    void loses(TopicPartition partition) {
        schedulePollTask(() -> listener.onPartitionsLost(List.of(partition)));
    }

    /** Appends records with the given values in the next poll. */
    void append(TopicPartition partition, String... values) {
        schedulePollTask(() -> Arrays.stream(values).forEach(value -> appendNow(partition, value)));
    }

    /** Appends a record; who asks for the group's generation waits until the latch is opened. */
    CountDownLatch appendWithGenerationUntold(TopicPartition partition, String value) {
        CountDownLatch told = new CountDownLatch(1);
        schedulePollTask(
                () -> {
                    generationTold = told;
                    appendNow(partition, value);
                });
        return told;
    }

    private void appendNow(TopicPartition partition, String value) {
        long offset = ends.merge(partition, 1L, Long::sum) - 1;
        updateEndOffsets(ends);
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        addRecord(new ConsumerRecord<>(TOPIC, partition.partition(), offset, bytes, bytes));
    }

    /**
     * Every commit passes through here; the mock itself forgets those of partitions it no longer
     * holds.
     */
    @Override
    public synchronized void commitAsync(
            Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        offsets.forEach((partition, offset) -> commits.put(partition, offset.offset()));
        super.commitAsync(offsets, callback);
    }

    /** The offset committed last; -1 if there was none. */
    long committed(TopicPartition partition) {
        return commits.getOrDefault(partition, -1L);
    }

    static String[] numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "v" + i).toArray(String[]::new);
    }

    private static PartitionInfo info(int partition) {
        return new PartitionInfo(TOPIC, partition, null, null, null);
    }
}
