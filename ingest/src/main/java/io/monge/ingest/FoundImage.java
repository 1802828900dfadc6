package io.monge.ingest;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.RgbImage;
import java.io.IOException;
import java.util.Optional;

/**
 * An image file, or an entry of an archive, that is ready to be decoded.
 *
 * @param start how far it has been cut
 * @param file it is, or lies in
 * @param entry of an archive
 */
record FoundImage(ImagePosition start, FoundFile file, Optional<ArchiveEntry> entry, Bytes bytes) {

    /** Where its bytes come from. */
    @FunctionalInterface
    interface Bytes {

        /**
         * @throws io.monge.imaging.MalformedImageException if they are no image
         * @throws IOException if they cannot be read
         */
        RgbImage decode(ImageCodec codec) throws IOException;
    }

    static FoundImage of(FoundFile file, ImagePosition start) {
        return new FoundImage(start, file, Optional.empty(), codec -> codec.decode(file.path()));
    }

    static FoundImage of(FoundFile archive, ArchiveEntry entry, ImagePosition start, byte[] bytes) {
        return new FoundImage(start, archive, Optional.of(entry), codec -> codec.decode(bytes));
    }
}
