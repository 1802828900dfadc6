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
 * bytes each), and the entries of archives ({@link SeenImages}).
 */
final class DirectoryScan {

    private final Path path;
    private final Path folder; // the path itself, or what an archive lies in
    private final SourceSpec.Passes passes;
    private final Duration settle;
    private final Clock clock;
    private final Map<Path, FileStamp> taken =
            new HashMap<>(); // by name within the folder, as below
    private final Map<Path, Sighting> waiting = new HashMap<>();
    private final Set<Path> refused = new HashSet<>();
    private final Map<Path, SeenImages> entries = new HashMap<>(); // of archives
    private long pass;

    private record Sighting(FileStamp stamp, Instant since) {}

    /**
     * @param pass how many passes over the folder came before this one
     */
    DirectoryScan(SourceSpec.Directory spec, Clock clock, long pass) {
        this.pass = pass;
        this.path = spec.path();
        this.folder =
                FolderListing.isArchive(path) ? path.toAbsolutePath().getParent() : spec.path();
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
            entries.values().forEach(SeenImages::nextPass);
            pass++;
        }
        List<FoundFile> ready = new ArrayList<>();
        Map<Path, FileStamp> present = FolderListing.of(path);
        waiting.keySet().retainAll(present.keySet());
        present.forEach(
                (name, stamp) -> {
                    if (!stamp.equals(taken.get(name)) && isSettled(name, stamp)) {
                        ready.add(new FoundFile(folder, name, stamp, pass));
                        taken.put(name, stamp);
                        waiting.remove(name);
                        refused.remove(name);
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

    /** What has been taken out of an archive. */
    SeenImages entries(FoundFile archive) {
        return entries.computeIfAbsent(archive.name(), name -> new SeenImages());
    }

    private boolean isSettled(Path name, FileStamp stamp) {
        Instant now = clock.instant();
        Sighting seen = waiting.get(name);
        if (seen == null || !seen.stamp().equals(stamp)) {
            seen = new Sighting(stamp, now);
            waiting.put(name, seen);
        }
        // Either time will do: the modification time may be of another machine whose clock runs
        // ahead.
        boolean longUnmodified = !stamp.modified().plus(settle).isAfter(now);
        boolean longUnchanged = !seen.since().plus(settle).isAfter(now);
        return longUnmodified || longUnchanged;
    }
}
