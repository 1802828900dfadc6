package io.monge.runtime.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where to go on when an offset is unknown or no longer in the log. The client could reset by
 * itself, but silently; here every lost record is counted. Used by the consumer's thread.
 */
final class OffsetRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetRecovery.class);

    private final ReadOptions options;

    OffsetRecovery(ReadOptions options) {
        this.options = options;
    }

    void recover(Consumer<byte[], byte[]> consumer, InvalidOffsetException problem) {
        if (problem instanceof NoOffsetForPartitionException) {
            if (options.start().otherwise() == Start.Otherwise.EARLIEST) {
                consumer.seekToBeginning(problem.partitions());
            } else {
                consumer.seekToEnd(problem.partitions());
            }
        } else if (problem instanceof OffsetOutOfRangeException gone) {
            resume(consumer, gone);
        } else {
            throw problem;
        }
    }

    private void resume(Consumer<byte[], byte[]> consumer, OffsetOutOfRangeException gone) {
        Map<TopicPartition, Long> earliest = consumer.beginningOffsets(gone.partitions());
        gone.offsetOutOfRangePartitions()
                .forEach(
                        (partition, wanted) -> {
                            long resumed = earliest.get(partition);
                            consumer.seek(partition, resumed);
                            report(
                                    new LostRecords(
                                            partition.topic(),
                                            partition.partition(),
                                            wanted,
                                            resumed));
                        });
    }

    private void report(LostRecords lost) {
        LOG.warn(
                "{}-{}: offset {} is no longer in the log, {} records lost, going on from the oldest one at {}",
                lost.topic(),
                lost.partition(),
                lost.wanted(),
                lost.count(),
                lost.resumed());
        options.onLoss().accept(lost);
    }
}
