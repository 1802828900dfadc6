package io.monge.ingest;

import io.monge.imaging.MalformedImageException;
import io.monge.imaging.MalformedImageException.Kind;
import java.io.IOException;
import java.io.InputStream;

/**
 * How much is taken out of an archive, whatever it states: of one entry, and of all together. A few
 * kilobytes can be made to expand to terabytes; images, which are compressed already, do not.
 * Counts on; one for each reading of an archive.
 */
final class EntryLimits {

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 16;
    private static final long LARGEST_EXPANSION = 200;

    private final long maxBytes;
    private final long maxTotal;
    private long total;

    /**
     * @param maxBytes of one entry
     * @param archiveBytes size of the archive's file
     */
    EntryLimits(long maxBytes, long archiveBytes) {
        this.maxBytes = maxBytes;
        // The floor is for archives of a few flat drawings, which do expand more.
        this.maxTotal = Math.max(maxBytes, LARGEST_EXPANSION * archiveBytes);
    }

    /**
     * All that is left in a stream.
     *
     * @param stated size of the entry, or -1
     * @throws MalformedImageException TOO_LARGE; never more than the limit and one byte are kept
     */
    byte[] read(InputStream in, long stated) throws IOException {
        int most = (int) Math.min(maxBytes, LARGEST_ARRAY);
        if (stated > most) {
            throw tooLarge("has " + stated, most);
        }
        byte[] bytes = in.readNBytes(most + 1);
        if (bytes.length > most) {
            throw tooLarge("expands to more than " + most, most);
        }
        return bytes;
    }

    /**
     * @throws IOException if the archive has expanded to more than it may
     */
    void count(long bytes) throws IOException {
        total += bytes;
        if (total > maxTotal) {
            throw new IOException(
                    "it expands to more than %d bytes, %d times its size: no archive of images does"
                            .formatted(maxTotal, LARGEST_EXPANSION));
        }
    }

    private static MalformedImageException tooLarge(String size, int most) {
        return new MalformedImageException(
                Kind.TOO_LARGE, "The image %s bytes; at most %d are allowed".formatted(size, most));
    }
}
