package io.monge.trainer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which slot of the topic the next snapshot takes: one after the other, but never that of the
 * served version, which a server that starts must be able to fetch however many snapshots the gate
 * has refused since. Owned by the publishing thread.
 */
final class SnapshotSlots {

    private final int slots;
    private final Map<Integer, Long> versions;
    private int newest;

    /**
     * @param slots at least 2
     * @param versions in their slots already
     * @param newest the slot filled last, or -1
     */
    SnapshotSlots(int slots, Map<Integer, Long> versions, int newest) {
        this.slots = slots;
        this.versions = new HashMap<>(versions);
        this.newest = newest;
    }

    int next(Optional<Long> served) {
        int next = (newest + 1) % slots;
        boolean taken =
                versions.containsKey(next) && served.equals(Optional.of(versions.get(next)));
        return taken ? (next + 1) % slots : next;
    }

    void fill(int slot, long version) {
        versions.put(slot, version);
        newest = slot;
    }
}
