package io.monge.schemas.serde;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.monge.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * One record type to bytes and back: a plain Kafka serde around Confluent's Avro serializers. The
 * bytes are a zero, the schema's id in the registry (4 bytes, big-endian), then Avro binary.
 *
 * <p>Thread-safe, as Confluent's classes are. Closing it does not close the registry client, which
 * is shared and belongs to whoever opened it. A schema the registry does not know yet is registered
 * by the first record (provisioning has normally done it before).
 *
 * <p>Errors: {@link SerializationException} means that these bytes are at fault (dead letter, go
 * on); {@link UncheckedIOException} means that the registry could not be asked (the record may be
 * good).
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {

    private static final int ENVELOPE_BYTES = 5;

    // Confluent's configuration wants an address although the client is given; nothing connects to
    // it.
    private static final Map<String, Object> CONFIG =
            Map.of("schema.registry.url", "client-is-given", "specific.avro.reader", true);

    static {
        // Avro 1.12.2 instantiates trusted classes only: add the generated records, nothing else.
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(
                        ClassSecurityValidator.getGlobal(), AvroSerde::isGeneratedRecord));
    }

    private final SchemaRegistryClient registry;
    private final Class<T> type;
    private final Schema schema;
    private final KafkaAvroSerializer serializer;
    private final KafkaAvroDeserializer deserializer;

    private AvroSerde(SchemaRegistryClient registry, Class<T> type) {
        this.registry = registry;
        this.type = type;
        this.schema = SpecificData.get().getSchema(type);
        this.serializer = new KafkaAvroSerializer(registry, CONFIG);
        this.deserializer = new KafkaAvroDeserializer(registry, CONFIG);
    }

    /** The serde of a topic's values. */
    public static <V extends SpecificRecord> AvroSerde<V> of(
            SchemaRegistryClient registry, Topic<V> topic) {
        return new AvroSerde<>(registry, topic.valueType());
    }

    /** The serde of a record type, whatever the topic. */
    public static <V extends SpecificRecord> AvroSerde<V> of(
            SchemaRegistryClient registry, Class<V> type) {
        return new AvroSerde<>(registry, type);
    }

    @Override
    public Serializer<T> serializer() {
        return this::serialize;
    }

    @Override
    public Deserializer<T> deserializer() {
        return this::deserialize;
    }

    private byte @Nullable [] serialize(String topic, @Nullable T value) {
        try {
            return serializer.serialize(topic, value);
        } catch (KafkaException e) {
            if (e.getCause() instanceof IOException cause) {
                throw unanswered(cause); // bytes in memory do not fail: it was the registry
            }
            throw e;
        }
    }

    private @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null; // a tombstone
        }
        try {
            return type.cast(deserializer.deserialize(topic, bytes, schema));
        } catch (RuntimeException e) {
            askRegistry(bytes);
            throw new SerializationException(
                    "not a %s: %s".formatted(type.getSimpleName(), rootMessage(e)), e);
        }
    }

    /** Tells bad bytes from an absent registry, for only the first may be given up. */
    private void askRegistry(byte[] bytes) {
        if (bytes.length < ENVELOPE_BYTES || bytes[0] != 0) {
            return;
        }
        try {
            registry.getSchemaById(ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt());
        } catch (RestClientException e) {
            if (e.getStatus() >= 500) {
                throw unanswered(new IOException(e));
            }
        } catch (IOException e) {
            throw unanswered(e);
        }
    }

    private static UncheckedIOException unanswered(IOException cause) {
        return new UncheckedIOException(
                "the schema registry does not answer: " + cause.getMessage(), cause);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static boolean isGeneratedRecord(Class<?> candidate) {
        return candidate.getPackageName().equals("io.monge.schemas.record");
    }
}
