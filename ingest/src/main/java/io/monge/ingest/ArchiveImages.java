package io.monge.ingest;

import io.monge.imaging.MalformedImageException;
import io.monge.ingest.RefusedImages.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/**
 * The images of archives, in the order they lie there, not yet decoded: the bytes of an entry are
 * read when they are asked for, and nothing goes to disk. An entry's id is {@code
 * path/of/archive.tar!name}. Videos are read likewise, as archives of their frames.
 *
 * <p>Archives and videos within archives are left alone, as is all that has no image's name.
 */
final class ArchiveImages {

    private static final int LONGEST_NAME = 1024;

    private static final int SAID_NAME = 200;

    private static final String END = "It cannot be read to its end: ";

    private final Domain domain;
    private final FolderPart part;
    private final Reading reading;
    private final RefusedImages refused;

    /** A way to the entries of a file. */
    @FunctionalInterface
    interface Opening {

        /**
         * @throws MalformedImageException if it is not what it is taken for, or too large
         * @throws IOException if it cannot be read
         */
        ArchiveEntries open() throws IOException;
    }

    ArchiveImages(Domain domain, FolderPart part, Reading reading, RefusedImages refused) {
        this.domain = domain;
        this.part = part;
        this.reading = reading;
        this.refused = refused;
    }

    /** One reading of an archive or a video; one entry is read for each image asked for. */
    Flux<FoundImage> of(FoundFile file, Opening opening, DirectoryScan scan) {
        return Flux.<Optional<FoundImage>, Walk>generate(
                        () -> new Walk(file, opening, scan), Walk::step, Walk::close)
                // Entries that give no image pass here one by one, so that a cancel gets through.
                .handle((image, sink) -> image.ifPresent(sink::next));
    }

    /** Owned by the thread of its feed. */
    private final class Walk {

        private final FoundFile file;
        private final Opening opening;
        private final DirectoryScan scan;
        private final SeenImages seen;
        private @Nullable ArchiveEntries entries;
        private boolean hasImages;

        Walk(FoundFile file, Opening opening, DirectoryScan scan) {
            this.file = file;
            this.opening = opening;
            this.scan = scan;
            this.seen = scan.entries(file);
            this.hasImages = reading.lastWhole(file).isPresent();
        }

        Walk step(SynchronousSink<Optional<FoundImage>> sink) {
            try {
                ArchiveEntries open = opened();
                Optional<ArchiveEntry> next = open.next();
                if (next.isEmpty()) {
                    end(sink);
                } else if (isWanted(next.get(), open)) {
                    take(next.get(), open, sink);
                } else {
                    sink.next(Optional.empty());
                }
            } catch (MalformedImageException e) {
                breakOff(Reason.of(e.kind()), String.valueOf(e.getMessage()), sink);
            } catch (FileSystemException e) {
                breakOff(Reason.UNREADABLE, END + e.getMessage(), sink);
            } catch (IOException e) {
                breakOff(Reason.MALFORMED, END + e.getMessage(), sink);
            }
            return this;
        }

        private ArchiveEntries opened() throws IOException {
            ArchiveEntries open = entries;
            if (open == null) {
                open = opening.open();
                entries = open;
            }
            return open;
        }

        private boolean isWanted(ArchiveEntry entry, ArchiveEntries open) {
            return open.isImage(entry)
                    && part.has(file.id() + Reading.ENTRY + entry.name())
                    && seen.isNew(entry.name(), entry.stamp());
        }

        private void take(
                ArchiveEntry entry, ArchiveEntries open, SynchronousSink<Optional<FoundImage>> sink)
                throws IOException {
            if (entry.name().length() > LONGEST_NAME) {
                String message = "Its name has more than " + LONGEST_NAME + " characters";
                refuse(entry, Reason.TOO_LARGE, message, sink);
                return;
            }
            String id = file.id() + Reading.ENTRY + entry.name();
            ImagePosition start = ImagePosition.start(id, entry.stamp(), file.pass());
            hasImages = true;
            if (reading.isWhole(start)) {
                seen.take(entry.name(), entry.stamp());
                sink.next(Optional.empty());
            } else {
                read(entry, start, open, sink);
            }
        }

        private void read(
                ArchiveEntry entry,
                ImagePosition start,
                ArchiveEntries open,
                SynchronousSink<Optional<FoundImage>> sink)
                throws IOException {
            try {
                FoundImage.Bytes bytes = open.read();
                seen.take(entry.name(), entry.stamp());
                sink.next(Optional.of(FoundImage.of(file, entry, start, bytes)));
            } catch (MalformedImageException e) {
                refuse(entry, Reason.of(e.kind()), e.getMessage(), sink);
            }
        }

        private void refuse(
                ArchiveEntry entry,
                Reason reason,
                String message,
                SynchronousSink<Optional<FoundImage>> sink) {
            if (scan.hasChanged(file)) {
                scan.putBack(file);
                sink.complete();
                return;
            }
            seen.refuse(entry.name(), entry.stamp());
            String name = entry.name();
            String said = name.substring(0, Math.min(name.length(), SAID_NAME));
            refused.add(domain, file.id() + Reading.ENTRY + said, reason, message);
            sink.next(Optional.empty());
        }

        /** The rest of the archive is given up; what was read before stays. */
        private void breakOff(
                Reason reason, String message, SynchronousSink<Optional<FoundImage>> sink) {
            String rest = ""; // no entry is named so
            if (scan.hasChanged(file)) {
                scan.putBack(file);
                sink.complete();
                return;
            }
            if (seen.isNew(rest, file.stamp())) {
                seen.refuse(rest, file.stamp());
                refused.add(domain, file.id(), reason, message);
            }
            end(sink);
        }

        private void end(SynchronousSink<Optional<FoundImage>> sink) {
            if (!hasImages) {
                scan.refuse(file); // until it changes, there is nothing to come back for
            }
            sink.complete();
        }

        void close() {
            try {
                if (entries != null) {
                    entries.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
