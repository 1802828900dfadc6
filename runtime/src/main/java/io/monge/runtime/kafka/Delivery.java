package io.monge.runtime.kafka;

/**
 * A record handed to the subscriber, to be acknowledged once its work is done. In a group, a
 * partition's offset is committed up to its first record that is not acknowledged, in whatever
 * order the acknowledgements come: at least once. Outside a group an acknowledgement has no effect.
 */
public final class Delivery<V> {

    private final Received<V> received;
    private final FetchedRecord fetched;

    Delivery(Received<V> received, FetchedRecord fetched) {
        this.received = received;
        this.fetched = fetched;
    }

    public Received<V> received() {
        return received;
    }

    public V value() {
        return received.value();
    }

    public String key() {
        return received.key();
    }

    public int partition() {
        return received.partition();
    }

    public long offset() {
        return received.offset();
    }

    /** The record's work is done. Any thread, any number of times. */
    public void acknowledge() {
        fetched.acknowledge();
    }

    /**
     * False once the partition has moved to another member of the group, which will read the record
     * again.
     */
    public boolean isCurrent() {
        return !fetched.isGone();
    }

    FetchedRecord fetched() {
        return fetched;
    }
}
