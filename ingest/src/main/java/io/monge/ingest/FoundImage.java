package io.monge.ingest;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.RgbImage;
import java.io.IOException;
import java.util.Optional;

/**
 * An image file, or an entry of an archive or a video, that is ready to be decoded.
 *
 * @param start how far it has been cut
 * @param file it is, or lies in
 * @param entry of an archive or a video
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

        /** Those of a file that has been read. */
        static Bytes of(byte[] encoded) {
            return codec -> codec.decode(encoded);
        }
    }

    static FoundImage of(FoundFile file, ImagePosition start) {
        return new FoundImage(start, file, Optional.empty(), codec -> codec.decode(file.path()));
    }

    static FoundImage of(FoundFile archive, ArchiveEntry entry, ImagePosition start, Bytes bytes) {
        return new FoundImage(start, archive, Optional.of(entry), bytes);
    }
}
