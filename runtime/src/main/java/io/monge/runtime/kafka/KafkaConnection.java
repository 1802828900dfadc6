package io.monge.runtime.kafka;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.monge.schemas.Topic;
import io.monge.schemas.Topics;
import io.monge.schemas.serde.AvroSerde;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * What a service needs to open its streams. Holds nothing open itself; what it opens belongs to the
 * caller, the registry client and the meters to who made them.
 *
 * @param settings how to reach the brokers
 * @param topics the catalogue
 * @param registry of schemas
 * @param meters that show how the clients do
 */
public record KafkaConnection(
        KafkaSettings settings,
        Topics topics,
        SchemaRegistryClient registry,
        MeterRegistry meters) {

    /**
     * Transactions that are not finished after this are aborted by the broker; a snapshot of 80 MB
     * takes 1.5 s.
     */
    static final int TRANSACTION_TIMEOUT_MILLIS = 60_000;

    /** For whoever does not want to see how the clients do. */
    public KafkaConnection(KafkaSettings settings, Topics topics, SchemaRegistryClient registry) {
        this(settings, topics, registry, new CompositeMeterRegistry());
    }

    /** A topic as a stream of records to be acknowledged. */
    public <V extends SpecificRecord> KafkaSource<V> source(
            Topic<V> topic, ReadOptions options, DeadLetters deadLetters) {
        return new KafkaSource<>(
                reading(topic, options), serde(topic).deserializer(), deadLetters::report);
    }

    /**
     * A topic that is not of the catalogue, with values of plain bytes, as a stream of records to
     * be acknowledged. Its records may be large: few are fetched at a time.
     *
     * @param topic its full name
     */
    public KafkaSource<byte[]> bytes(String topic, ReadOptions options, DeadLetters deadLetters) {
        Map<String, Object> properties = consumer(options);
        properties.putAll(ClientProperties.fewAtATime(settings));
        return new KafkaSource<>(
                reading(topic, options, properties),
                new ByteArrayDeserializer(),
                deadLetters::report);
    }

    /** A compacted topic from the beginning, with a mark when it has caught up. */
    public <V extends SpecificRecord> KafkaFollower<V> follower(
            Topic<V> topic, DeadLetters deadLetters) {
        ReadOptions options = ReadOptions.from(Start.earliest());
        return new KafkaFollower<>(
                reading(topic, options), serde(topic).deserializer(), deadLetters::report);
    }

    /** Reads of limited length, such as the chunks of one snapshot. */
    public <V extends SpecificRecord> TopicReader<V> reader(Topic<V> topic) {
        return new TopicReader<>(
                topic.name(),
                () -> passing(ClientProperties.scanningConsumer(settings)),
                serde(topic).deserializer());
    }

    /** A way to write single records, each acknowledged by the broker. */
    public <V extends SpecificRecord> KafkaSink<V> sink(Topic<V> topic) {
        Map<String, Object> properties =
                ClientProperties.producer(settings, topic.maxRecordBytes());
        return new KafkaSink<>(topic.name(), serde(topic).serializer(), producer(properties));
    }

    /**
     * A way to write several records as one.
     *
     * @param role distinguishes the writers of this Monge, such as {@code trainer}: a second
     *     process of the same role takes over from the first, which is then refused; instances that
     *     are to work side by side need different roles
     */
    public TransactionalSink transactionalSink(String role) {
        String id = settings.topicPrefix() + role;
        int largest = topics.all().stream().mapToInt(Topic::maxRecordBytes).max().orElseThrow();
        Map<String, Object> properties = ClientProperties.producer(settings, largest);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS);
        return new TransactionalSink(id, () -> producer(properties), this::serializer);
    }

    /** The consumer group of a service, under the prefix of this Monge. */
    public Start group(String role) {
        return Start.group(settings.topicPrefix() + role);
    }

    /** The serde of a topic's values. */
    public <V extends SpecificRecord> AvroSerde<V> serde(Topic<V> topic) {
        return AvroSerde.of(registry, topic);
    }

    /**
     * Bootstrap servers and the user's client properties, for the one client not made here, Kafka
     * Streams.
     */
    public Map<String, Object> clientProperties() {
        return ClientProperties.common(settings);
    }

    /** A way to write records that may get lost rather than hold anybody up. */
    public <V extends SpecificRecord> BestEffortSink<V> bestEffortSink(
            Topic<V> topic, BestEffortSink.Outcome outcome) {
        Map<String, Object> properties =
                ClientProperties.producer(settings, topic.maxRecordBytes());
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L << 20);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500L);
        properties.put(
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                30_000L); // the client logs each attempt
        return new BestEffortSink<>(
                topic.name(), serde(topic).serializer(), producer(properties), outcome);
    }

    private <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic) {
        return serde(topic).serializer();
    }

    private ConsumerLoop.Reading reading(Topic<?> topic, ReadOptions options) {
        return reading(topic.name(), options, consumer(options));
    }

    private ConsumerLoop.Reading reading(
            String topic, ReadOptions options, Map<String, Object> properties) {
        Supplier<Consumer<byte[], byte[]>> consumers = () -> consumer(properties);
        return new ConsumerLoop.Reading(topic, options, settings.revokeTimeout(), consumers);
    }

    private Map<String, Object> consumer(ReadOptions options) {
        return options.start() instanceof Start.Group group
                ? ClientProperties.groupConsumer(settings, options.isolation(), group.groupId())
                : ClientProperties.assignedConsumer(settings, options.isolation());
    }

    private Consumer<byte[], byte[]> consumer(Map<String, Object> properties) {
        return new MeteredConsumer(properties, meters);
    }

    /** Gone before anybody would look at its meters. */
    private static Consumer<byte[], byte[]> passing(Map<String, Object> properties) {
        return new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Producer<byte[], byte[]> producer(Map<String, Object> properties) {
        return new MeteredProducer(properties, meters);
    }
}
