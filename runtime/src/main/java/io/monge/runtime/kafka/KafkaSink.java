package io.monge.runtime.kafka;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Writes values to a topic, each once per call and in the order of the calls (idempotent producer,
 * acks=all). A send completes when the broker has the record; while the broker is slow or away it
 * stays pending, and nobody's thread is blocked: the sink's own thread waits. A send fails when the
 * client gives up (its {@code delivery.timeout.ms}, two minutes) or the record is too large. Opened
 * by {@link KafkaConnection#sink}, closed by who opened it.
 */
public final class KafkaSink<V> implements AutoCloseable {

    /**
     * Sends of {@link #sendAll} that wait for the broker at the same time; so many values are held
     * in memory.
     */
    private static final int MAX_PENDING = 256;

    /**
     * Less than the client's own buffer of 32 MiB, which would block and then fail where this
     * waits.
     */
    private static final int MAX_IN_FLIGHT_BYTES = 16 << 20;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String topic;
    private final Serializer<V> values;
    private final Producer<byte[], byte[]> producer;
    private final Semaphore budget = new Semaphore(MAX_IN_FLIGHT_BYTES);
    private final ExecutorService sender;

    KafkaSink(String topic, Serializer<V> values, Producer<byte[], byte[]> producer) {
        this.topic = topic;
        this.values = values;
        this.producer = producer;
        this.sender =
                Executors.newSingleThreadExecutor(task -> daemon(task, "kafka-" + topic + "-in"));
    }

    /**
     * Sends when subscribed. Callers bound the number of their pending sends, as {@link #sendAll}
     * does.
     */
    public Mono<RecordPosition> send(String key, V value) {
        return send(new Keyed<>(key, value));
    }

    /** The same with headers. */
    public Mono<RecordPosition> send(Keyed<V> record) {
        return send(record, null);
    }

    /** Sends to a certain partition, whatever the key. */
    public Mono<RecordPosition> sendTo(int partition, String key, V value) {
        return send(new Keyed<>(key, value), partition);
    }

    /**
     * Sends a stream in its order, asking for no more than the broker takes; the positions come in
     * the same order.
     */
    public Flux<RecordPosition> sendAll(Publisher<Keyed<V>> records) {
        return Flux.from(records).flatMapSequential(this::send, MAX_PENDING);
    }

    private Mono<RecordPosition> send(Keyed<V> record, @Nullable Integer partition) {
        Mono<RecordPosition> sent =
                Mono.create(
                        outcome -> {
                            try {
                                sender.execute(() -> transmit(record, partition, outcome));
                            } catch (RejectedExecutionException e) {
                                outcome.error(
                                        new IllegalStateException(
                                                "the sink for " + topic + " is closed", e));
                            }
                        });
        return sent.publishOn(
                Schedulers.parallel()); // what follows must not run on the client's only network
        // thread
    }

    private void transmit(
            Keyed<V> record, @Nullable Integer partition, MonoSink<RecordPosition> outcome) {
        int permits = 0;
        try {
            byte[] bytes = values.serialize(topic, record.value());
            int wanted = Math.min(bytes.length, MAX_IN_FLIGHT_BYTES);
            budget.acquire(wanted); // here a slow broker slows the pipeline down
            permits = wanted;
            hand(record.raw(topic, partition, bytes), wanted, outcome);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome.error(
                    new IllegalStateException(
                            "the sink for " + topic + " was closed before the record was sent", e));
        } catch (KafkaException | UncheckedIOException | IllegalStateException e) {
            budget.release(permits); // refused at once: not encodable, no registry, or closed
            outcome.error(e);
        }
    }

    private void hand(
            ProducerRecord<byte[], byte[]> record, int permits, MonoSink<RecordPosition> outcome) {
        producer.send(
                record,
                (metadata, problem) -> {
                    budget.release(permits);
                    if (problem == null) {
                        outcome.success(
                                new RecordPosition(metadata.partition(), metadata.offset()));
                    } else {
                        outcome.error(problem);
                    }
                });
    }

    /** Waits for pending sends, a few seconds at most; those that are left fail. */
    @Override
    public void close() {
        sender.shutdown();
        try {
            if (!sender.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                sender.shutdownNow();
            }
        } catch (InterruptedException e) {
            sender.shutdownNow();
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE_TIMEOUT);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
