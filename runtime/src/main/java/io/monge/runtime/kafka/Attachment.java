package io.monge.runtime.kafka;

/**
 * How a consumer is bound to its topic: as a member of a group, or alone. Used by the consumer's
 * thread only.
 */
interface Attachment {

    void attach(String topic);

    /** Told before each poll whether partitions are to be fetched from. */
    void flow(boolean flowing);

    void fetched(FetchedRecord record);

    void afterPoll();

    /** The last thing before the consumer is closed. */
    void detach();
}
