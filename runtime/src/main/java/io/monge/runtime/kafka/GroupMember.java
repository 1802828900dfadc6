package io.monge.runtime.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of a consumer group: commits in order, and gives partitions back so that nothing is lost
 * and little is read twice. Used by the consumer's thread, which also runs the callbacks, from
 * within poll.
 */
final class GroupMember implements Attachment, ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);
    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final Membership membership;
    private final HandOver handOver;
    private final Duration revokeTimeout;
    private final PartitionLedger ledger = new PartitionLedger();
    private boolean paused;
    private long lastCommit = System.nanoTime();

    GroupMember(
            Consumer<byte[], byte[]> consumer,
            Membership membership,
            HandOver handOver,
            Duration revokeTimeout) {
        this.consumer = consumer;
        this.membership = membership;
        this.handOver = handOver;
        this.revokeTimeout = revokeTimeout;
    }

    @Override
    public void attach(String topic) {
        consumer.subscribe(List.of(topic), this);
    }

    @Override
    public void flow(boolean flowing) {
        paused = !flowing;
    }

    @Override
    public void polled() {
        // Before the records: whoever gets one may commit its offset in a transaction at once, and
        // needs the generation in which it was read.
        membership.metadata(consumer.groupMetadata());
    }

    @Override
    public void fetched(FetchedRecord record) {
        ledger.add(record);
    }

    @Override
    public void handedOver() {
        if (System.nanoTime() - lastCommit < COMMIT_INTERVAL.toNanos()) {
            return;
        }
        lastCommit = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> offsets = ledger.committable(consumer.assignment());
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, this::committed);
        }
    }

    @Override
    public void detach() {
        commit(consumer.assignment());
        ledger.disown(List.copyOf(consumer.assignment()));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (paused) {
            // Otherwise this very poll would fetch from them: a new partition is never paused.
            consumer.pause(partitions);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        ledger.dropQueued(partitions);
        handOver.removeGone();
        awaitHandedOut(partitions);
        commit(partitions);
        ledger.disown(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        LOG.warn(
                "{} were taken by other members; their records in flight will be read again",
                partitions);
        ledger.disown(partitions); // no commit: the offsets are no longer ours
        handOver.removeGone();
    }

    private void awaitHandedOut(Collection<TopicPartition> partitions) {
        long deadline = System.nanoTime() + revokeTimeout.toNanos();
        membership.awaitingAcknowledgements(true);
        try {
            while (ledger.anyHandedOut(partitions)) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || Thread.currentThread().isInterrupted()) {
                    LOG.warn(
                            "{} are given back with records unfinished; these will be read again",
                            partitions);
                    return;
                }
                LockSupport.parkNanos(this, left);
            }
        } finally {
            membership.awaitingAcknowledgements(false);
        }
    }

    private void commit(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = ledger.committable(partitions);
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets, COMMIT_TIMEOUT);
            ledger.committed(offsets);
        } catch (KafkaException e) {
            // At least once: whoever gets the partitions reads these records again.
            LOG.warn("offsets {} could not be committed: {}", offsets, e.getMessage());
        }
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets, Exception problem) {
        if (problem == null) {
            ledger.committed(offsets);
        } else {
            // Tried again at the next interval; if the member was expelled, poll says so.
            LOG.debug("offsets {} not committed yet: {}", offsets, problem.getMessage());
        }
    }
}
