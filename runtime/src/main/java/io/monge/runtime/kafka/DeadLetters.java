package io.monge.runtime.kafka;

import io.monge.schemas.record.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Where records go that nobody can read, so that the stream they were in can go on. Shared by all
 * readers of a process; closed by who opened it.
 */
public final class DeadLetters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final KafkaSink<DeadLetter> sink;
    private final int maxPayloadBytes;
    private final Runnable onLetter;

    /**
     * @param onLetter called once for each letter, on any thread, briefly: to count them
     */
    public DeadLetters(KafkaConnection kafka, Runnable onLetter) {
        this.sink = kafka.sink(kafka.topics().deadLetters());
        this.maxPayloadBytes = kafka.topics().deadLetters().maxRecordBytes();
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
     * letter is safe. Returns at once; any thread.
     *
     * @return completes then, and fails if the letter cannot be written; need not be subscribed to
     */
    public Mono<Void> refuse(Delivery<?> delivery, String reason) {
        ConsumerRecord<byte[], byte[]> raw = delivery.fetched().raw();
        Sinks.Empty<Void> outcome = Sinks.empty();
        report(raw, reason)
                .subscribe(
                        written -> {
                            delivery.acknowledge();
                            outcome.tryEmitEmpty();
                        },
                        problem -> {
                            LOG.error(
                                    "the dead letter for offset {} of {}-{} was not written",
                                    raw.offset(),
                                    raw.topic(),
                                    raw.partition(),
                                    problem);
                            outcome.tryEmitError(problem);
                        });
        return outcome.asMono();
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
