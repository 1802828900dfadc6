package io.monge.runtime.kafka;

/**
 * How a consumer is bound to its topic: as a member of a group, or alone. Used by the consumer's
 * thread only.
 */
interface Attachment {

    void attach(String topic);

    /** Told before each poll whether partitions are to be fetched from. */
    void flow(boolean flowing);

    /** Told after each poll, before any of its records is handed over. */
    void polled();

    /** Told of each record before it is handed over. */
    void fetched(FetchedRecord record);

    /** Told when all records of the poll have been handed over. */
    void handedOver();

    /** The last thing before the consumer is closed. */
    void detach();
}
