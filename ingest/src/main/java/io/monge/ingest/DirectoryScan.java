package io.monge.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks through a folder again and again and says which files are ready: left alone for long
 * enough, and not taken before in the state they are in now.
 *
 * <p>Polls, because change notifications do not exist on network file systems and get lost when
 * queues overflow. Owned by the thread of its feed. Remembers every file it has seen (about 200
 * bytes each).
 */
final class DirectoryScan {

    private final Path folder;
    private final SourceSpec.Passes passes;
    private final Duration settle;
    private final Clock clock;
    private final Map<Path, FileStamp> taken =
            new HashMap<>(); // by name within the folder, as below
    private final Map<Path, Sighting> waiting = new HashMap<>();
    private final Set<Path> refused = new HashSet<>();
    private long pass;

    private record Sighting(FileStamp stamp, Instant since) {}

    DirectoryScan(SourceSpec.Directory spec, Clock clock) {
        this.folder = spec.path();
        this.passes = spec.passes();
        this.settle = spec.settle();
        this.clock = clock;
    }

    /**
     * The files that are ready now, by name.
     *
     * @throws UncheckedIOException if the folder itself cannot be listed
     */
    List<FoundFile> ready() {
        if (passes == SourceSpec.Passes.LOOP && waiting.isEmpty() && !taken.isEmpty()) {
            taken.keySet().retainAll(refused);
            pass++;
        }
        List<FoundFile> ready = new ArrayList<>();
        Map<Path, FileStamp> present = FolderListing.of(folder);
        waiting.keySet().retainAll(present.keySet());
        present.forEach(
                (path, stamp) -> {
                    if (!stamp.equals(taken.get(path)) && isSettled(path, stamp)) {
                        ready.add(new FoundFile(folder, path, stamp, pass));
                        taken.put(path, stamp);
                        waiting.remove(path);
                        refused.remove(path);
                    }
                });
        return ready;
    }

    /** Whether there will be more files after those of the last look. */
    boolean goesOn() {
        return passes != SourceSpec.Passes.ONCE || !waiting.isEmpty();
    }

    /**
     * Whether a file has changed since it was found, so that what was read from it means nothing.
     */
    boolean hasChanged(FoundFile file) {
        try {
            FileStamp now =
                    FileStamp.of(Files.readAttributes(file.path(), BasicFileAttributes.class));
            return !now.equals(file.stamp());
        } catch (IOException e) {
            return true; // gone: nothing more to say about it
        }
    }

    /** Puts a file back that was still being written when it was read. */
    void putBack(FoundFile file) {
        taken.remove(file.name());
        waiting.put(file.name(), new Sighting(file.stamp(), clock.instant()));
    }

    /** Leaves a file alone until it changes. */
    void refuse(FoundFile file) {
        refused.add(file.name());
    }

    private boolean isSettled(Path path, FileStamp stamp) {
        Instant now = clock.instant();
        Sighting seen = waiting.get(path);
        if (seen == null || !seen.stamp().equals(stamp)) {
            seen = new Sighting(stamp, now);
            waiting.put(path, seen);
        }
        // Either time will do: the modification time may be of another machine whose clock runs
        // ahead.
        boolean longUnmodified = !stamp.modified().plus(settle).isAfter(now);
        boolean longUnchanged = !seen.since().plus(settle).isAfter(now);
        return longUnmodified || longUnchanged;
    }
}
