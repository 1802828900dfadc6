package io.monge.runtime.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The open records of all partitions a group member holds. Owned by the consumer's thread. */
final class PartitionLedger {

    private final Map<TopicPartition, OpenRecords> partitions = new HashMap<>();

    void add(FetchedRecord record) {
        partitions.computeIfAbsent(record.partition(), partition -> new OpenRecords()).add(record);
    }

    /** What to commit for the given partitions; nothing where no offset has moved. */
    Map<TopicPartition, OffsetAndMetadata> committable(Collection<TopicPartition> among) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : among) {
            OpenRecords open = partitions.get(partition);
            if (open != null) {
                open.committable()
                        .ifPresent(offset -> offsets.put(partition, new OffsetAndMetadata(offset)));
            }
        }
        return offsets;
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach(
                (partition, offset) -> {
                    OpenRecords open = partitions.get(partition);
                    if (open != null) {
                        open.committed(offset.offset());
                    }
                });
    }

    void dropQueued(Collection<TopicPartition> among) {
        among.forEach(
                partition -> {
                    OpenRecords open = partitions.get(partition);
                    if (open != null) {
                        open.dropQueued();
                    }
                });
    }

    boolean anyHandedOut(Collection<TopicPartition> among) {
        return among.stream()
                .map(partitions::get)
                .anyMatch(open -> open != null && open.anyHandedOut());
    }

    /** Forgets the partitions; acknowledgements that are still to come have no effect. */
    void disown(Collection<TopicPartition> gone) {
        gone.forEach(
                partition -> {
                    OpenRecords open = partitions.remove(partition);
                    if (open != null) {
                        open.disown();
                    }
                });
    }
}
