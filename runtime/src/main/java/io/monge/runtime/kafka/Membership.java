package io.monge.runtime.kafka;

import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What records in flight need to know about the consumer they came from: its generation in the
 * group, and its thread, which may be waiting for their acknowledgement. Written by the consumer's
 * thread, read by any.
 */
final class Membership {

    private final Thread owner;
    private volatile @Nullable ConsumerGroupMetadata metadata;
    private volatile boolean awaitingAcknowledgements;

    Membership(Thread owner) {
        this.owner = owner;
    }

    void metadata(ConsumerGroupMetadata now) {
        metadata = now;
    }

    /** The group's metadata as of the last poll; null outside a group. */
    @Nullable ConsumerGroupMetadata metadata() {
        return metadata;
    }

    void awaitingAcknowledgements(boolean now) {
        awaitingAcknowledgements = now;
    }

    void acknowledged() {
        if (awaitingAcknowledgements) {
            LockSupport.unpark(owner);
        }
    }
}
