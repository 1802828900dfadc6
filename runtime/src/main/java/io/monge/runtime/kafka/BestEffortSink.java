package io.monge.runtime.kafka;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records that may get lost, such as metrics: at most once, never waits longer than a
 * moment, never throws. Used by one thread. Opened by {@link KafkaConnection#bestEffortSink},
 * closed by who opened it.
 */
public final class BestEffortSink<V> implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final String topic;
    private final Serializer<V> values;
    private final Producer<byte[], byte[]> producer;
    private final Outcome outcome;

    /** Told about every record, on any thread, briefly. */
    public interface Outcome {

        /** The broker has it. */
        void arrived();

        /** It will not arrive. */
        void lost(String reason);
    }

    BestEffortSink(
            String topic,
            Serializer<V> values,
            Producer<byte[], byte[]> producer,
            Outcome outcome) {
        this.topic = topic;
        this.values = values;
        this.producer = producer;
        this.outcome = outcome;
    }

    public void send(String key, V value) {
        attempt(bytes -> producer.send(record(null, key, bytes), told()), value);
    }

    /** Sends one copy to each partition, whatever the key. */
    public void sendToAll(String key, V value) {
        attempt(
                bytes -> {
                    for (PartitionInfo info : producer.partitionsFor(topic)) {
                        producer.send(record(info.partition(), key, bytes), told());
                    }
                },
                value);
    }

    private void attempt(Consumer<byte[]> sending, V value) {
        try {
            sending.accept(values.serialize(topic, value));
        } catch (KafkaException | UncheckedIOException | IllegalStateException e) {
            outcome.lost(
                    String.valueOf(e.getMessage())); // broker or registry away, or already closed
        }
    }

    private ProducerRecord<byte[], byte[]> record(
            @Nullable Integer partition, String key, byte[] value) {
        return new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), value);
    }

    private Callback told() {
        return (metadata, problem) -> {
            if (problem == null) {
                outcome.arrived();
            } else {
                outcome.lost(String.valueOf(problem.getMessage()));
            }
        };
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
