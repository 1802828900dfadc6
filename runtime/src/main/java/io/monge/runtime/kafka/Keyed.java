package io.monge.runtime.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A value and the key that chooses its partition.
 *
 * @param headers of the record, as UTF-8 text by name
 */
public record Keyed<V>(String key, V value, Map<String, String> headers) {

    public Keyed {
        headers = Map.copyOf(headers);
    }

    /** As the producer takes it. */
    ProducerRecord<byte[], byte[]> raw(
            String topic, @Nullable Integer partition, byte[] serialized) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> raw =
                new ProducerRecord<>(topic, partition, name, serialized);
        headers.forEach(
                (header, text) -> raw.headers().add(header, text.getBytes(StandardCharsets.UTF_8)));
        return raw;
    }

    /** Without headers. */
    public Keyed(String key, V value) {
        this(key, value, Map.of());
    }
}
