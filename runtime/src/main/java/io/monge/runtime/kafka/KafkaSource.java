package io.monge.runtime.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.SynchronousSink;

/**
 * A topic as a stream of records, fetched only as the subscriber asks for them.
 *
 * <ul>
 *   <li>No demand: the consumer is paused, and goes on polling so that its group does not take it
 *       for dead.
 *   <li>Delivery: at least once in a group (commits follow {@link Delivery#acknowledge}, in order
 *       per partition); outside a group as the caller keeps its offsets.
 *   <li>A partition that moves to another member: what is queued is dropped, what was handed out is
 *       waited for (bounded) and committed.
 *   <li>A record that cannot be read goes to the {@link DeadLetters} and is acknowledged once it is
 *       there, which is tried again and again; the stream goes on.
 *   <li>Records that retention has dropped are counted and reported ({@link ReadOptions#onLoss}).
 *   <li>Cancelling closes the consumer. A lost broker is waited for; any other error of the client
 *       ends the stream with that error.
 * </ul>
 *
 * Opened by {@link KafkaConnection#source}.
 */
public final class KafkaSource<V> {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSource.class);

    private final ConsumerLoop.Reading reading;
    private final RecordDecoder<V> decoder;
    private final PoisonHandler poison;
    private final AtomicReference<ConsumerLoop> current = new AtomicReference<>();

    KafkaSource(ConsumerLoop.Reading reading, Deserializer<V> values, PoisonHandler poison) {
        this.reading = reading;
        this.decoder = new RecordDecoder<>(values);
        this.poison = poison;
    }

    /**
     * The records. Each subscription opens a consumer; items come on a thread of its own, {@code
     * kafka-<topic>-out}, where the subscriber may take its time.
     */
    public Flux<Delivery<V>> deliveries() {
        return Flux.defer(
                () -> {
                    Sinks.Empty<Void> closed = Sinks.empty();
                    return ConsumerFlux.open(reading, current)
                            .<Delivery<V>>handle(
                                    (fetched, downstream) ->
                                            decode(fetched, downstream, closed.asMono()))
                            .doFinally(signal -> closed.tryEmitEmpty());
                });
    }

    /**
     * Position and end of each assigned partition, about a second old; of the latest subscription.
     */
    public Map<Integer, PartitionProgress> progress() {
        ConsumerLoop loop = current.get();
        return loop == null ? Map.of() : loop.progress();
    }

    /** Records in the log and not yet read, over all assigned partitions. */
    public long lag() {
        return progress().values().stream().mapToLong(PartitionProgress::lag).sum();
    }

    /**
     * Waits until the consumer of the latest subscription, ended or cancelled before, has left its
     * group; false if it has not in time.
     */
    public boolean awaitClosed(Duration timeout) {
        ConsumerLoop loop = current.get();
        try {
            return loop == null || loop.awaitClosed(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void decode(
            Fetched fetched, SynchronousSink<Delivery<V>> downstream, Mono<Void> closed) {
        if (!(fetched instanceof FetchedRecord record)) {
            return; // the mark of a follower
        }
        try {
            downstream.next(new Delivery<>(decoder.decode(record.raw()), record));
        } catch (SerializationException e) {
            // The offset is committed once the dead letter is safe; later records need not wait for
            // that. Until then all of them are kept, so giving up is no choice while the stream
            // lasts; after it the next start reads the record again.
            poison.report(record.raw(), reasonOf(e))
                    .retryWhen(DeadLetters.again(record))
                    .takeUntilOther(closed)
                    .subscribe(
                            written -> record.acknowledge(),
                            problem -> LOG.debug("{} has moved", record.partition(), problem));
        }
    }

    static String reasonOf(SerializationException e) {
        return String.valueOf(e.getMessage());
    }
}
