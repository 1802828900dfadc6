package io.monge.runtime.kafka;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * The records of one partition that were polled and are not yet committed, in order of their
 * offsets: what makes commits go in order while acknowledgements do not. Owned by the consumer's
 * thread.
 */
final class OpenRecords {

    private final Deque<FetchedRecord> open = new ArrayDeque<>();
    private long committable = -1;
    private long committed = -1;

    void add(FetchedRecord record) {
        open.addLast(record);
    }

    /**
     * The offset to commit, if it has moved since {@link #committed}: one after the last record
     * before the first open one.
     */
    OptionalLong committable() {
        while (!open.isEmpty() && open.peekFirst().isAcknowledged()) {
            committable = open.removeFirst().raw().offset() + 1;
        }
        return committable > committed ? OptionalLong.of(committable) : OptionalLong.empty();
    }

    void committed(long offset) {
        committed = Math.max(committed, offset);
    }

    void dropQueued() {
        open.forEach(FetchedRecord::dropIfQueued);
    }

    boolean anyHandedOut() {
        return open.stream().anyMatch(FetchedRecord::isHandedOut);
    }

    void disown() {
        open.forEach(FetchedRecord::disown);
        open.clear();
    }
}
