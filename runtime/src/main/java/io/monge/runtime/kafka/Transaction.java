package io.monge.runtime.kafka;

import io.monge.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * An open transaction, valid within the body given to {@link TransactionalSink#transact} and on its
 * thread only.
 */
public final class Transaction {

    private final Producer<byte[], byte[]> producer;
    private final TransactionalSink.SerializerSource serializers;
    private final Map<String, Serializer<?>> known;
    private final List<Future<RecordMetadata>> pending = new ArrayList<>();
    private final List<Delivery<?>> consumed = new ArrayList<>();

    Transaction(
            Producer<byte[], byte[]> producer,
            TransactionalSink.SerializerSource serializers,
            Map<String, Serializer<?>> known) {
        this.producer = producer;
        this.serializers = serializers;
        this.known = known;
    }

    /** Sends a record; if that fails, the transaction does. */
    public <V extends SpecificRecord> void send(Topic<V> topic, Keyed<V> record) {
        pending.add(hand(topic, record));
    }

    /** Takes the record of this key off a compacted topic; if that fails, the transaction does. */
    public void remove(Topic<?> topic, String key) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        pending.add(producer.send(new ProducerRecord<>(topic.name(), name, null)));
    }

    /**
     * Sends records, waits until the broker has them and says where they lie, in their order. The
     * records are taken one by one, so they may be made on the way.
     */
    public <V extends SpecificRecord> List<RecordPosition> sendAndAwait(
            Topic<V> topic, Iterable<Keyed<V>> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        records.forEach(record -> sent.add(hand(topic, record)));
        producer.flush();
        return sent.stream()
                .map(Transaction::await)
                .map(metadata -> new RecordPosition(metadata.partition(), metadata.offset()))
                .toList();
    }

    /**
     * Commits the offsets of these deliveries with the transaction: what was made of them and the
     * fact that they were read stand or fall together. They are acknowledged when it has committed.
     * The caller takes care that no earlier record of their partitions is still open elsewhere, by
     * working in order.
     *
     * @throws CommitFailedException if one of them has moved to another member of the group ({@link
     *     Delivery#isCurrent})
     * @throws IllegalArgumentException if they were not read in a group
     */
    public void consumed(Collection<? extends Delivery<?>> deliveries) {
        commit(
                deliveries,
                delivery -> new OffsetAndMetadata(delivery.offset() + 1),
                (one, other) -> one.offset() >= other.offset() ? one : other);
    }

    /**
     * The same for deliveries of one partition between which others are still open.
     *
     * @param next first offset that has not been answered: what is read first after a restart
     */
    public void consumed(Collection<? extends Delivery<?>> deliveries, long next) {
        commit(deliveries, delivery -> new OffsetAndMetadata(next), (one, other) -> one);
    }

    private void commit(
            Collection<? extends Delivery<?>> deliveries,
            Function<Delivery<?>, OffsetAndMetadata> position,
            BinaryOperator<OffsetAndMetadata> both) {
        if (deliveries.isEmpty()) {
            return;
        }
        // The generation first, then the check: a rebalance in between makes the broker refuse the
        // generation.
        ConsumerGroupMetadata group =
                deliveries.iterator().next().fetched().membership().metadata();
        if (group == null) {
            throw new IllegalArgumentException(
                    "the deliveries were read outside a group: there are no offsets to commit");
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (Delivery<?> delivery : deliveries) {
            if (!delivery.isCurrent()) {
                throw new CommitFailedException(
                        delivery.fetched().partition()
                                + " has moved to another member, which reads offset "
                                + delivery.offset()
                                + " again");
            }
            offsets.merge(delivery.fetched().partition(), position.apply(delivery), both);
        }
        producer.sendOffsetsToTransaction(offsets, group);
        consumed.addAll(deliveries);
    }

    /** Waits for everything that was sent: a failure must abort, not commit. */
    void finish() {
        producer.flush();
        pending.forEach(Transaction::await);
    }

    void acknowledgeConsumed() {
        consumed.forEach(Delivery::acknowledge);
    }

    private <V extends SpecificRecord> Future<RecordMetadata> hand(
            Topic<V> topic, Keyed<V> record) {
        byte[] value = serializer(topic).serialize(topic.name(), record.value());
        return producer.send(record.raw(topic.name(), null, value));
    }

    @SuppressWarnings(
            "unchecked") // the map holds for each topic the serializer made for that topic
    private <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic) {
        return (Serializer<V>) known.computeIfAbsent(topic.name(), name -> serializers.of(topic));
    }

    private static RecordMetadata await(Future<RecordMetadata> sent) {
        try {
            return sent.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e); // restores the interrupt
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException problem
                    ? problem
                    : new KafkaException(e.getCause());
        }
    }
}
