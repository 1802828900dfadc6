package io.monge.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many of a folder's images have been read, in one pass. Thread-safe; archives and videos count
 * as far as they have been read, for nobody knows what is in them.
 */
final class FolderProgress {

    private final long before;
    private final LongAdder read = new LongAdder();
    private volatile long files = -1;

    /**
     * @param before images that earlier processes have done
     */
    FolderProgress(long before) {
        this.before = before;
    }

    /** Walks through the folder; an archive or a video in it makes the count worthless. */
    void count(Path folder, FolderPart part) {
        long found = 0;
        // Whoever reads them tells of those that cannot be.
        Iterator<FolderWalk.Step> walk = FolderWalk.through(folder, (name, cause) -> {});
        while (walk.hasNext()) {
            FoundFile file = FoundFile.of(folder, walk.next());
            if (ImageNames.isOfMany(file.name())) {
                return;
            }
            found += part.has(file.id()) ? 1 : 0;
        }
        files = found;
    }

    /** Another image has been read, to whatever end. */
    void read() {
        read.increment();
    }

    long images() {
        return before + read.sum();
    }

    /** All images, once they have been counted. */
    OptionalLong all() {
        return files < 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(files, images()));
    }

    /** What is left at the rate so far. */
    Optional<Duration> left(Duration elapsed) {
        long done = read.sum();
        return all().isEmpty() || done == 0
                ? Optional.empty()
                : Optional.of(elapsed.multipliedBy(all().getAsLong() - images()).dividedBy(done));
    }
}
