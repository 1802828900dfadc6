package io.monge.ingest;

import io.monge.imaging.MalformedImageException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The files of an open archive, one after another. Owned by one thread. */
interface ArchiveEntries extends Closeable {

    /**
     * The next file; what was not read of the one before is passed over.
     *
     * @throws IOException if the archive cannot be read from here on
     */
    Optional<ArchiveEntry> next() throws IOException;

    /** Whether an entry is looked at as an image. */
    default boolean isImage(ArchiveEntry entry) {
        return ImageNames.isImage(entry.name()) && !ImageNames.isHidden(entry.name());
    }

    /**
     * What was in the file that {@link #next} gave last; to be asked for once, and decoded
     * anywhere.
     *
     * @throws MalformedImageException if this file is too large or damaged; the next may be good
     * @throws IOException if the archive cannot be read from here on
     */
    FoundImage.Bytes read() throws IOException;
}
