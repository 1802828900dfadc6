package io.monge.runtime.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread {@code kafka-<topic>}: owns one consumer from opening to closing and polls all the
 * time, so that the member stays in its group however slow the subscriber is. Without demand it
 * polls with everything paused. It runs no code of the subscriber.
 */
final class ConsumerLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLoop.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Reading reading;
    private final HandOver handOver;
    private final Thread thread;
    private final Membership membership;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean closing;
    private volatile Map<Integer, PartitionProgress> progress = Map.of();
    private long lastProgress = System.nanoTime();

    /** What to read, and with which client. */
    record Reading(
            String topic,
            ReadOptions options,
            Duration revokeTimeout,
            Supplier<Consumer<byte[], byte[]>> consumers) {}

    ConsumerLoop(Reading reading, HandOver handOver) {
        this.reading = reading;
        this.handOver = handOver;
        this.thread = new Thread(this, "kafka-" + reading.topic());
        thread.setDaemon(true); // leaving the group late is better than a process that hangs
        this.membership = new Membership(thread);
    }

    void start() {
        thread.start();
    }

    /** There is new demand: the thread may be waiting for it. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Asks the thread to commit, leave and close; returns at once. */
    void close() {
        closing = true;
        wake();
    }

    boolean awaitClosed(Duration timeout) throws InterruptedException {
        return closed.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    Map<Integer, PartitionProgress> progress() {
        return progress;
    }

    @Override
    public void run() {
        try {
            Consumer<byte[], byte[]> consumer = reading.consumers().get();
            try {
                consume(consumer, attachment(consumer));
            } finally {
                consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
            }
        } catch (InterruptException e) {
            LOG.debug("{} interrupted", thread.getName(), e);
            handOver.close();
        } catch (RuntimeException e) {
            handOver.fail(e); // the subscriber hears of it; the service decides
        } finally {
            closed.countDown();
        }
    }

    private Attachment attachment(Consumer<byte[], byte[]> consumer) {
        Start start = reading.options().start();
        return start instanceof Start.Offsets offsets
                ? new SoleReader(consumer, offsets, handOver)
                : new GroupMember(consumer, membership, handOver, reading.revokeTimeout());
    }

    private void consume(Consumer<byte[], byte[]> consumer, Attachment attachment) {
        OffsetRecovery recovery = new OffsetRecovery(reading.options());
        attachment.attach(reading.topic());
        while (!closing) {
            boolean flowing = handOver.wantsMore();
            attachment.flow(flowing);
            direct(consumer, flowing);
            try {
                hand(attachment, consumer.poll(flowing ? POLL : Duration.ZERO));
            } catch (InvalidOffsetException e) {
                recovery.recover(consumer, e);
            }
            watch(consumer);
            if (!flowing && !handOver.wantsMore()) {
                LockSupport.parkNanos(
                        this, PAUSE.toNanos()); // demand that came meanwhile has left its permit
            }
        }
        attachment.detach();
    }

    private static void direct(Consumer<byte[], byte[]> consumer, boolean flowing) {
        if (flowing) {
            consumer.resume(consumer.assignment());
        } else {
            consumer.pause(consumer.assignment());
        }
    }

    private void hand(Attachment attachment, ConsumerRecords<byte[], byte[]> records) {
        attachment.polled();
        for (ConsumerRecord<byte[], byte[]> raw : records) {
            FetchedRecord record = new FetchedRecord(raw, membership);
            attachment.fetched(record);
            handOver.offer(record);
        }
        attachment.handedOver();
    }

    private void watch(Consumer<byte[], byte[]> consumer) {
        if (System.nanoTime() - lastProgress < PROGRESS_INTERVAL.toNanos()) {
            return;
        }
        lastProgress = System.nanoTime();
        try {
            Map<Integer, PartitionProgress> now = new HashMap<>();
            Map<TopicPartition, Long> ends =
                    consumer.endOffsets(consumer.assignment(), PROGRESS_INTERVAL);
            ends.forEach(
                    (partition, end) ->
                            now.put(
                                    partition.partition(),
                                    new PartitionProgress(
                                            consumer.position(partition, PROGRESS_INTERVAL), end)));
            progress = Map.copyOf(now);
        } catch (RetriableException | InvalidOffsetException e) {
            LOG.debug(
                    "progress of {} is unknown for the moment: {}",
                    reading.topic(),
                    e.getMessage());
        }
    }
}
