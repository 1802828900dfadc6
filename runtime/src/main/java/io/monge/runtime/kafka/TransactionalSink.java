package io.monge.runtime.kafka;

import io.monge.schemas.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Writes several records, to one or several topics, so that a {@link Isolation#READ_COMMITTED}
 * reader sees all of them or none:
 *
 * <pre>{@code
 * long version = sink.transact(transaction -> {
 *     List<RecordPosition> chunks = transaction.sendAndAwait(topics.modelChunks(), records);
 *     transaction.send(topics.modelManifests(), manifest(chunks.get(0).offset()));
 *     return version;
 * });
 * }</pre>
 *
 * One transaction at a time. When the body throws, the transaction is aborted and the exception
 * goes on to the caller; when the client itself is lost (fenced by another process of the same id,
 * timed out) it is closed, and the next transaction opens a new one. The sink is usable after any
 * exception. After a timeout of the commit its outcome is not known, so readers verify what they
 * read (SHA-256, parent). Opened by {@link KafkaConnection#transactionalSink}, closed by who opened
 * it.
 */
public final class TransactionalSink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionalSink.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int COMMIT_ATTEMPTS = 3;

    private final String transactionalId;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final SerializerSource serializers;
    private final Map<String, Serializer<?>> known = new HashMap<>(); // guarded by this
    private final Scheduler thread;
    private volatile @Nullable Producer<byte[], byte[]>
            producer; // written under this, but for close
    private volatile boolean closed;

    /** Makes the serializer of a topic. */
    interface SerializerSource {
        <V extends SpecificRecord> Serializer<V> of(Topic<V> topic);
    }

    TransactionalSink(
            String transactionalId,
            Supplier<Producer<byte[], byte[]>> producers,
            SerializerSource serializers) {
        this.transactionalId = transactionalId;
        this.producers = producers;
        this.serializers = serializers;
        this.thread = Schedulers.newSingle("kafka-" + transactionalId, true);
    }

    /**
     * Runs the body in a transaction, on the caller's thread, and commits. Blocks until the broker
     * has committed.
     *
     * @throws KafkaException if the transaction did not succeed, with the client's own reason
     */
    public synchronized <R> R transact(Function<Transaction, R> body) {
        Producer<byte[], byte[]> client = open();
        Transaction transaction = new Transaction(client, serializers, known);
        try {
            client.beginTransaction();
            R result = body.apply(transaction);
            transaction.finish();
            commit(client);
            transaction.acknowledgeConsumed();
            return result;
        } catch (RuntimeException e) {
            abort(client, e);
            throw e;
        }
    }

    /** The same for reactive callers: the body runs on the sink's own thread when subscribed. */
    public <R> Mono<R> transactLater(Function<Transaction, R> body) {
        return Mono.fromCallable(() -> transact(body)).subscribeOn(thread);
    }

    /**
     * Whether a transaction failed only because its deliveries are of partitions that move between
     * the members of their group: it may be tried again, without those that are no longer {@link
     * Delivery#isCurrent current}.
     */
    public static boolean isOfARebalance(Throwable failure) {
        return failure instanceof CommitFailedException;
    }

    /**
     * Ends at once what a killed predecessor of the same role has left open, which readers would
     * otherwise wait for until it times out. The first transaction does it too.
     */
    public synchronized void takeOver() {
        open();
    }

    /** Does not wait for a transaction that is open: it fails, and the broker aborts it. */
    @Override
    public void close() {
        closed = true;
        thread.dispose();
        Producer<byte[], byte[]> client = producer;
        if (client != null) {
            client.close(CLOSE_TIMEOUT);
        }
    }

    private Producer<byte[], byte[]> open() {
        if (closed) {
            throw new IllegalStateException("the sink " + transactionalId + " is closed");
        }
        Producer<byte[], byte[]> client = producer;
        if (client != null) {
            return client;
        }
        Producer<byte[], byte[]> fresh = producers.get();
        try {
            fresh.initTransactions(); // also ends what a crashed predecessor of the same id has
            // left open
        } catch (KafkaException e) {
            fresh.close(Duration.ZERO);
            throw e;
        }
        producer = fresh;
        return fresh;
    }

    private static void commit(Producer<byte[], byte[]> client) {
        for (int attempt = 1; ; attempt++) {
            try {
                client.commitTransaction();
                return;
            } catch (TimeoutException e) {
                if (attempt == COMMIT_ATTEMPTS) {
                    throw e;
                }
                LOG.warn(
                        "the commit has not been answered, asking again: {}",
                        e.getMessage()); // repeating it is allowed
            }
        }
    }

    private void abort(Producer<byte[], byte[]> client, RuntimeException cause) {
        if (cause instanceof TimeoutException) {
            discard(client); // its state is not known: a new client's initTransactions settles it
            return;
        }
        try {
            client.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            LOG.warn("{} is closed and will be opened anew: {}", transactionalId, e.getMessage());
            cause.addSuppressed(e);
            discard(client);
        }
    }

    private void discard(Producer<byte[], byte[]> client) {
        client.close(CLOSE_TIMEOUT);
        producer = null;
    }
}
