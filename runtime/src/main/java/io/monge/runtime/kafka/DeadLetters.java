package io.monge.runtime.kafka;

import io.monge.schemas.record.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * Where records go that nobody can read, so that the stream they were in can go on. Shared by all
 * readers of a process; closed by who opened it.
 */
public final class DeadLetters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private final KafkaSink<DeadLetter> sink;
    private final int maxPayloadBytes;
    private final Runnable onLetter;

    /**
     * @param onLetter called once for each letter, on any thread, briefly: to count them
     */
    public DeadLetters(KafkaConnection kafka, Runnable onLetter) {
        this(
                kafka.sink(kafka.topics().deadLetters()),
                kafka.topics().deadLetters().maxRecordBytes(),
                onLetter);
    }

    DeadLetters(KafkaSink<DeadLetter> sink, int maxPayloadBytes, Runnable onLetter) {
        this.sink = sink;
        this.maxPayloadBytes = maxPayloadBytes;
        this.onLetter = onLetter;
    }

    /** Writes the record with the reason; at least once. Completes when the broker has it. */
    Mono<RecordPosition> report(ConsumerRecord<byte[], byte[]> raw, String reason) {
        LOG.warn(
                "{}-{} offset {} goes to the dead letters: {}",
                raw.topic(),
                raw.partition(),
                raw.offset(),
                reason);
        onLetter.run();
        return sink.send(raw.topic(), letter(raw, reason));
    }

    /**
     * Refuses a record that could be read but makes no sense here, and acknowledges it once the
     * letter is safe; while the broker is away that is tried again and again. Returns at once; any
     * thread.
     *
     * @return completes then, or once the partition has moved to a member that will read the record
     *     again; fails if the letter cannot be written, whenever it is tried. Need not be
     *     subscribed to
     */
    public Mono<Void> refuse(Delivery<?> delivery, String reason) {
        FetchedRecord record = delivery.fetched();
        Sinks.Empty<Void> outcome = Sinks.empty();
        report(record.raw(), reason)
                .retryWhen(again(record).modifyErrorFilter(DeadLetters::passing))
                .subscribe(
                        written -> {
                            delivery.acknowledge();
                            outcome.tryEmitEmpty();
                        },
                        problem -> unwritten(record, problem, outcome));
        return outcome.asMono();
    }

    /** Until the letter is there, or its record another member's to read. */
    static RetryBackoffSpec again(FetchedRecord record) {
        return Retry.backoff(Long.MAX_VALUE, FIRST_RETRY)
                .maxBackoff(LONGEST_RETRY)
                .filter(problem -> !record.isGone())
                .doBeforeRetry(
                        failed ->
                                LOG.error(
                                        "the dead letter for offset {} of {} was not written, trying again",
                                        record.raw().offset(),
                                        record.partition(),
                                        failed.failure()));
    }

    private static Predicate<Throwable> passing(Predicate<Throwable> others) {
        return others.and(RetriableException.class::isInstance);
    }

    private static void unwritten(
            FetchedRecord record, Throwable problem, Sinks.Empty<Void> outcome) {
        if (record.isGone()) {
            LOG.debug("{} has moved", record.partition(), problem);
            outcome.tryEmitEmpty();
        } else {
            LOG.error(
                    "the dead letter for offset {} of {} was not written",
                    record.raw().offset(),
                    record.partition(),
                    problem);
            outcome.tryEmitError(problem);
        }
    }

    private DeadLetter letter(ConsumerRecord<byte[], byte[]> raw, String reason) {
        int size = sizeOf(raw.key()) + sizeOf(raw.value());
        boolean fits = size <= maxPayloadBytes - ClientProperties.RECORD_OVERHEAD_BYTES;
        String said =
                fits ? reason : reason + " (left out here: key and value, " + size + " bytes)";
        return DeadLetter.newBuilder()
                .setTopic(raw.topic())
                .setPartition(raw.partition())
                .setOffset(raw.offset())
                .setKey(fits ? bytes(raw.key()) : null)
                .setValue(fits ? bytes(raw.value()) : null)
                .setReason(said)
                .setFailedAt(Instant.now())
                .build();
    }

    private static int sizeOf(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static @Nullable ByteBuffer bytes(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    @Override
    public void close() {
        sink.close();
    }
}
