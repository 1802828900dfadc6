package io.monge.ingest;

import io.monge.imaging.RgbImage;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which pixels have been seen, and which image had them first; 22 to 43 bytes an image. Owned by
 * the thread of its feed.
 */
final class SeenContents {

    /** Stands for pixels that were not looked at. */
    static final long UNKNOWN = 0;

    private final Long2LongOpenHashMap firstByContent = new Long2LongOpenHashMap();

    /** First 64 bits of the SHA-256 of size and pixels. */
    static long contentOf(RgbImage image) {
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(8).putInt(image.width()).putInt(image.height()).array());
        return head(digest.digest(image.pixels()));
    }

    /** Of the images with this content the one that is told first counts. */
    void add(String image, long content) {
        if (content != UNKNOWN) {
            firstByContent.putIfAbsent(content, nameOf(image));
        }
    }

    /** Whether another image had this content before; if none had, this one is the first. */
    boolean isDuplicate(String image, long content) {
        long name = nameOf(image);
        return firstByContent.putIfAbsent(content, name) != firstByContent.defaultReturnValue()
                && firstByContent.get(content) != name;
    }

    private static long nameOf(String image) {
        long name = head(sha256().digest(image.getBytes(StandardCharsets.UTF_8)));
        return name == 0 ? 1 : name; // 0 is what the map says of what it does not hold
    }

    private static long head(byte[] digest) {
        return ByteBuffer.wrap(digest).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
