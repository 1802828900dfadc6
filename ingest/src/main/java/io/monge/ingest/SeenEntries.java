package io.monge.ingest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which entries of an archive have been taken, so that an archive that has grown, or had to be put
 * back, goes on where it was. About 200 bytes an entry, as for files.
 */
final class SeenEntries {

    private final Map<String, FileStamp> taken = new HashMap<>();
    private final Set<String> refused = new HashSet<>();

    /** Takes an entry; false if it was taken before in the state it is in. */
    boolean take(ArchiveEntry entry) {
        boolean isNew = !entry.stamp().equals(taken.put(entry.name(), entry.stamp()));
        if (isNew) {
            refused.remove(entry.name());
        }
        return isNew;
    }

    /** Leaves an entry alone until it changes. */
    void refuse(ArchiveEntry entry) {
        refused.add(entry.name());
    }

    /** Gives back an entry that was still being written. */
    void putBack(ArchiveEntry entry) {
        taken.remove(entry.name());
    }

    /** All but the refused ones may be taken again. */
    void nextPass() {
        taken.keySet().retainAll(refused);
    }
}
