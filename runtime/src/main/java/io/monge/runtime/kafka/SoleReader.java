package io.monge.runtime.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** A consumer outside any group: all partitions, offsets from the caller, nothing committed. */
final class SoleReader implements Attachment {

    private final Consumer<byte[], byte[]> consumer;
    private final Start.Offsets start;
    private final HandOver handOver;
    private Map<TopicPartition, Long> untold = Map.of();
    private boolean caughtUp;

    SoleReader(Consumer<byte[], byte[]> consumer, Start.Offsets start, HandOver handOver) {
        this.consumer = consumer;
        this.start = start;
        this.handOver = handOver;
    }

    @Override
    public void attach(String topic) {
        List<PartitionInfo> known = consumer.partitionsFor(topic);
        if (known == null || known.isEmpty()) {
            throw new IllegalStateException(
                    "the topic " + topic + " does not exist: it has to be provisioned first");
        }
        List<TopicPartition> partitions =
                known.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
        consumer.assign(partitions);
        untold = Map.copyOf(consumer.endOffsets(partitions));
        partitions.forEach(this::seek);
    }

    private void seek(TopicPartition partition) {
        Long next = start.next().get(partition.partition());
        if (next != null) {
            consumer.seek(partition, next);
        } else if (start.otherwise() == Start.Otherwise.EARLIEST) {
            consumer.seekToBeginning(List.of(partition));
        } else {
            consumer.seek(
                    partition,
                    untold.get(
                            partition)); // fixed now: seekToEnd would look later, at the first poll
        }
    }

    @Override
    public void flow(boolean flowing) {
        // Partitions never change hands here, so there is nothing to remember.
    }

    @Override
    public void polled() {
        // Outside a group there is no generation to know.
    }

    @Override
    public void fetched(FetchedRecord record) {
        // Nothing is committed, so nothing is tracked.
    }

    @Override
    public void handedOver() {
        if (!caughtUp && isCaughtUp(untold.keySet())) {
            caughtUp = true;
            handOver.offer(new Fetched.CaughtUp());
        }
    }

    private boolean isCaughtUp(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .allMatch(partition -> consumer.position(partition) >= untold.get(partition));
    }

    @Override
    public void detach() {
        untold = Map.of();
    }
}
