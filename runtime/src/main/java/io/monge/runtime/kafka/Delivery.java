package io.monge.runtime.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;

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

    /** The newest header of this name, as UTF-8 text; empty if the record has none. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(fetched.raw().headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
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
