package io.monge.trainer;

import io.monge.trainer.wire.StreamPosition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far one of the two streams has been consumed, and what of it is in memory. The trainer's
 * truth: the broker knows no offsets of it.
 *
 * @param next offset of the first record not yet consumed, by partition
 * @param turn the partition to be served next
 * @param taken patches taken from the stream since the training began, held-out ones included
 * @param lost records that retention dropped before they were read, since the training began
 * @param reservoir the pool for training
 * @param heldOut the pool for scores, oldest first
 */
record StreamState(
        SortedMap<Integer, Long> next,
        int turn,
        long taken,
        long lost,
        ReservoirState reservoir,
        List<StreamPosition> heldOut) {

    StreamState {
        next = new TreeMap<>(next);
        heldOut = List.copyOf(heldOut);
    }

    /** Before the first patch. */
    static StreamState beginning(SortedMap<Integer, Long> first, long seed) {
        return new StreamState(first, 0, 0, 0, ReservoirState.empty(seed), List.of());
    }

    /** What this state has in memory, in no particular order. */
    Set<StreamPosition> members() {
        Set<StreamPosition> members = new HashSet<>(reservoir.members());
        members.addAll(heldOut);
        return members;
    }
}
