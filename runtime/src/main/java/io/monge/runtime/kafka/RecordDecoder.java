package io.monge.runtime.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Bytes to values, outside of the consumer: a deserializer that throws inside of poll would hold
 * the consumer at that record for ever.
 */
final class RecordDecoder<V> {

    private final Deserializer<V> values;

    RecordDecoder(Deserializer<V> values) {
        this.values = values;
    }

    /**
     * @throws SerializationException if the record has no value, or one that is not of the topic's
     *     type
     */
    Received<V> decode(ConsumerRecord<byte[], byte[]> raw) {
        byte[] bytes = raw.value();
        if (bytes == null) {
            throw new SerializationException("the record has no value");
        }
        V value = values.deserialize(raw.topic(), bytes);
        return new Received<>(
                raw.topic(),
                raw.partition(),
                raw.offset(),
                keyOf(raw),
                value,
                Instant.ofEpochMilli(raw.timestamp()));
    }

    static String keyOf(ConsumerRecord<byte[], byte[]> raw) {
        return Optional.ofNullable(raw.key())
                .map(key -> new String(key, StandardCharsets.UTF_8))
                .orElse("");
    }
}
