package io.monge.runtime.kafka;

import java.util.Map;

/** Where a {@link KafkaSource} begins, and whether it shares the topic with others. */
public sealed interface Start {

    /** Where to begin on a partition of which nothing is known. */
    enum Otherwise {
        EARLIEST,
        LATEST
    }

    Otherwise otherwise();

    /**
     * As a member of a consumer group: partitions are shared with the other members, and the
     * group's committed offsets say where to begin.
     *
     * @param groupId with the topic prefix already in it
     */
    record Group(String groupId, Otherwise otherwise) implements Start {}

    /**
     * Alone, on all partitions, from offsets the caller keeps: nothing is committed.
     *
     * @param next offset of the next record by partition; partitions that are missing begin at
     *     {@link #otherwise}
     */
    record Offsets(Map<Integer, Long> next, Otherwise otherwise) implements Start {
        public Offsets {
            next = Map.copyOf(next);
        }
    }

    /** In a group; a new group begins with the oldest record there is. */
    static Start group(String groupId) {
        return new Group(groupId, Otherwise.EARLIEST);
    }

    /** At the given offsets, on the other partitions at the oldest record. */
    static Start at(Map<Integer, Long> next) {
        return new Offsets(next, Otherwise.EARLIEST);
    }

    /** At the oldest record of every partition. */
    static Start earliest() {
        return new Offsets(Map.of(), Otherwise.EARLIEST);
    }

    /** After the newest record of every partition. */
    static Start latest() {
        return new Offsets(Map.of(), Otherwise.LATEST);
    }
}
