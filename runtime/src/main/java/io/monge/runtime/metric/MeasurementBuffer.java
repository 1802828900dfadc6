package io.monge.runtime.metric;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last measurements that are not sent yet: a bounded queue that drops its oldest element rather
 * than make anybody wait. Thread-safe.
 */
final class MeasurementBuffer {

    private final int capacity;
    private final Deque<Measurement> waiting = new ArrayDeque<>(); // guarded by this
    private long dropped; // guarded by this

    MeasurementBuffer(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(Measurement measurement) {
        if (waiting.size() == capacity) {
            waiting.removeFirst();
            dropped++;
        }
        waiting.addLast(measurement);
    }

    synchronized void countDropped() {
        dropped++;
    }

    synchronized List<Measurement> drain(int atMost) {
        List<Measurement> drained = new ArrayList<>(Math.min(atMost, waiting.size()));
        while (drained.size() < atMost && !waiting.isEmpty()) {
            drained.add(waiting.removeFirst());
        }
        return drained;
    }

    /** How many were dropped since the last call. */
    synchronized long takeDropped() {
        long count = dropped;
        dropped = 0;
        return count;
    }
}
