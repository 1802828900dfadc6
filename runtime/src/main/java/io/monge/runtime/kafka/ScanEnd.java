package io.monge.runtime.kafka;

/** Why {@link TopicReader#scan} returned. */
public enum ScanEnd {
    /** The visitor had enough. */
    SATISFIED,
    /** Every record there was when the scan began has been visited. */
    END_OF_TOPIC,
    /** The time was over. */
    DEADLINE
}
