package io.monge.runtime.kafka;

import java.util.function.Consumer;

/**
 * How a {@link KafkaSource} reads.
 *
 * @param onLoss called on the consumer's thread, briefly, when records were lost; the loss is
 *     logged as well
 */
public record ReadOptions(Start start, Isolation isolation, Consumer<LostRecords> onLoss) {

    /** Reads committed records only; losses are just logged. */
    public static ReadOptions from(Start start) {
        return new ReadOptions(start, Isolation.READ_COMMITTED, lost -> {});
    }

    public ReadOptions isolated(Isolation other) {
        return new ReadOptions(start, other, onLoss);
    }

    public ReadOptions reportingLoss(Consumer<LostRecords> listener) {
        return new ReadOptions(start, isolation, listener);
    }
}
