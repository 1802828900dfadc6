package io.monge.runtime.kafka;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/**
 * A compacted topic from its beginning and then for ever: first all that is there, then {@link
 * Change.CaughtUp}, then what comes. No group, no commits; only committed records. Unreadable
 * records go to the dead letters. Opened by {@link KafkaConnection#follower}.
 */
public final class KafkaFollower<V> {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaFollower.class);

    private final ConsumerLoop.Reading reading;
    private final RecordDecoder<V> decoder;
    private final PoisonHandler poison;

    KafkaFollower(ConsumerLoop.Reading reading, Deserializer<V> values, PoisonHandler poison) {
        this.reading = reading;
        this.decoder = new RecordDecoder<>(values);
        this.poison = poison;
    }

    /**
     * The changes, in order within a partition. Each subscription opens a consumer, which its end
     * or cancellation closes.
     */
    public Flux<Change<V>> changes() {
        return ConsumerFlux.open(reading, new AtomicReference<>()).handle(this::tell);
    }

    private void tell(Fetched fetched, SynchronousSink<Change<V>> downstream) {
        if (!(fetched instanceof FetchedRecord record)) {
            downstream.next(new Change.CaughtUp<>());
        } else if (record.raw().value() == null) {
            downstream.next(new Change.Removed<>(RecordDecoder.keyOf(record.raw())));
        } else {
            decode(record, downstream);
        }
    }

    private void decode(FetchedRecord record, SynchronousSink<Change<V>> downstream) {
        try {
            downstream.next(new Change.Updated<>(decoder.decode(record.raw())));
        } catch (SerializationException e) {
            poison.report(record.raw(), KafkaSource.reasonOf(e))
                    .subscribe(
                            written -> {},
                            problem ->
                                    LOG.error(
                                            "the dead letter for offset {} of {} was not written",
                                            record.raw().offset(),
                                            record.partition(),
                                            problem));
        }
    }
}
