package io.monge.runtime.kafka;

/** What the consumer's thread hands over. */
sealed interface Fetched permits FetchedRecord, Fetched.CaughtUp {

    /** All that was there at the beginning has been handed over. */
    record CaughtUp() implements Fetched {}
}
