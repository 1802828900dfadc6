package io.monge.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a folder again and again and says which files are ready: left alone for long
 * enough, and not taken before in the state they are in now.
 *
 * <p>Polls, because change notifications do not exist on network file systems and get lost when
 * queues overflow. Owned by the thread of its feed. Remembers what it has taken by hashes, of files
 * and of the entries of archives ({@link SeenImages}).
 */
final class DirectoryScan {

    private final Path path;
    private final Path folder; // the path itself, or what an archive lies in
    private final SourceSpec.Passes passes;
    private final Duration settle;
    private final Clock clock;
    private final FolderWalk.Unreadable unreadable;
    private final SeenImages taken = new SeenImages();
    private final Map<Path, Sighting> waiting = new HashMap<>(); // by name within the folder
    private final Map<Path, SeenImages> entries = new HashMap<>(); // of archives
    private final Set<Path> told = new HashSet<>(); // of those that cannot be looked at
    private long pass;
    private long look;
    private boolean found; // anything by the last look

    private record Sighting(FileStamp stamp, Instant since, long look) {}

    /**
     * @param pass how many passes over the folder came before this one
     * @param unreadable told of each path once
     */
    DirectoryScan(
            SourceSpec.Directory spec, Clock clock, long pass, FolderWalk.Unreadable unreadable) {
        this.path = spec.path();
        this.folder =
                FolderWalk.isManyImages(path) ? path.toAbsolutePath().getParent() : spec.path();
        this.passes = spec.passes();
        this.settle = spec.settle();
        this.clock = clock;
        this.pass = pass;
        this.unreadable = unreadable;
    }

    /**
     * Begins a look. The files that are ready come by name, each looked at when it is asked for.
     *
     * @throws UncheckedIOException if the folder itself cannot be listed
     */
    Iterator<FoundFile> look() {
        // A file that is still being written holds nobody up: it joins a later pass.
        boolean through = waiting.isEmpty() || !found;
        if (passes == SourceSpec.Passes.LOOP && through && !taken.isEmpty()) {
            taken.nextPass();
            entries.values().forEach(SeenImages::nextPass);
            pass++;
        }
        look++;
        found = false;
        return new Look(FolderWalk.through(path, this::tell));
    }

    private void tell(Path name, IOException cause) {
        if (told.add(name)) {
            unreadable.skipped(name, cause);
        }
    }

    private final class Look implements Iterator<FoundFile> {

        private final FolderWalk walk;
        private @Nullable FoundFile next;

        Look(FolderWalk walk) {
            this.walk = walk;
        }

        @Override
        public boolean hasNext() {
            while (next == null && walk.hasNext()) {
                FolderWalk.Step step = walk.next();
                FoundFile file = new FoundFile(folder, step.name(), step.stamp(), pass);
                if (taken.isNew(file.id(), file.stamp()) && isSettled(step.name(), step.stamp())) {
                    next = file;
                }
            }
            if (next == null) {
                waiting.values().removeIf(gone -> gone.look() < look);
            }
            return next != null;
        }

        @Override
        public FoundFile next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            FoundFile file = next;
            next = null;
            found = true;
            taken.take(file.id(), file.stamp());
            waiting.remove(file.name());
            return file;
        }
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
        taken.forget(file.id(), file.stamp());
        waiting.put(file.name(), new Sighting(file.stamp(), clock.instant(), look));
    }

    /** Leaves a file alone until it changes. */
    void refuse(FoundFile file) {
        taken.refuse(file.id(), file.stamp());
    }

    /**
     * An image was found that cannot be decoded. Refused if its file is as it was found; else it
     * was still being written, and is tried again.
     */
    boolean fail(FoundImage image) {
        FoundFile file = image.file();
        if (hasChanged(file)) {
            image.entry().ifPresent(e -> entries(file).forget(e.name(), e.stamp()));
            putBack(file);
            return false;
        }
        image.entry()
                .ifPresentOrElse(
                        e -> entries(file).refuse(e.name(), e.stamp()), () -> refuse(file));
        return true;
    }

    /** What has been taken out of an archive. */
    SeenImages entries(FoundFile archive) {
        return entries.computeIfAbsent(archive.name(), name -> new SeenImages());
    }

    private boolean isSettled(Path name, FileStamp stamp) {
        Instant now = clock.instant();
        Sighting seen = waiting.get(name);
        if (seen == null || !seen.stamp().equals(stamp)) {
            seen = new Sighting(stamp, now, look);
        }
        waiting.put(name, new Sighting(stamp, seen.since(), look));
        // Either time will do: the modification time may be of another machine whose clock runs
        // ahead.
        boolean longUnmodified = !stamp.modified().plus(settle).isAfter(now);
        boolean longUnchanged = !seen.since().plus(settle).isAfter(now);
        return longUnmodified || longUnchanged;
    }
}
