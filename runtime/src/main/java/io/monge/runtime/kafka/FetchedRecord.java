package io.monge.runtime.kafka;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One polled record on its way: waiting in the queue, then with the subscriber, then acknowledged;
 * or gone, if its partition was taken away.
 */
final class FetchedRecord implements Fetched {

    private enum State {
        QUEUED,
        HANDED_OUT,
        ACKNOWLEDGED,
        GONE
    }

    private final ConsumerRecord<byte[], byte[]> raw;
    private final Membership membership;
    private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);

    FetchedRecord(ConsumerRecord<byte[], byte[]> raw, Membership membership) {
        this.raw = raw;
        this.membership = membership;
    }

    ConsumerRecord<byte[], byte[]> raw() {
        return raw;
    }

    TopicPartition partition() {
        return new TopicPartition(raw.topic(), raw.partition());
    }

    Membership membership() {
        return membership;
    }

    /** From the queue to the subscriber; false if the record is gone. */
    boolean handOut() {
        return state.compareAndSet(State.QUEUED, State.HANDED_OUT);
    }

    void acknowledge() {
        if (state.compareAndSet(State.HANDED_OUT, State.ACKNOWLEDGED)) {
            membership.acknowledged();
        }
    }

    /** Takes the record back if the subscriber does not have it yet. */
    void dropIfQueued() {
        state.compareAndSet(State.QUEUED, State.GONE);
    }

    /** Whatever happens to it now no longer counts: somebody else will read it again. */
    void disown() {
        state.updateAndGet(now -> now == State.ACKNOWLEDGED ? now : State.GONE);
    }

    boolean isHandedOut() {
        return state.get() == State.HANDED_OUT;
    }

    boolean isAcknowledged() {
        return state.get() == State.ACKNOWLEDGED;
    }

    boolean isGone() {
        return state.get() == State.GONE;
    }
}
