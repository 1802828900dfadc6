package io.monge.schemas.image;

import io.monge.schemas.image.BrokenImageException.Problem;
import io.monge.schemas.record.ImagePart;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The pieces of one image as they come, in order; a repeated one changes nothing. Never holds more
 * than the first piece has announced, nor takes memory for what has not come. One thread.
 */
public final class ImageAssembly {

    private final ImagePart first;
    private final List<ByteBuffer> pieces = new ArrayList<>();
    private long bytes;

    /**
     * @param first of any piece of the image; all say the same of the whole
     * @param maxBytes of the whole image
     * @throws BrokenImageException if the image is announced to be larger, or cannot be
     */
    public ImageAssembly(ImagePart first, long maxBytes) {
        this.first = first;
        if (first.getByteLength() > maxBytes) {
            throw new BrokenImageException(
                    Problem.TOO_LARGE,
                    "The image has %d bytes; at most %d are allowed"
                            .formatted(first.getByteLength(), maxBytes));
        }
        if (first.getCount() < 1 || first.getByteLength() < first.getCount()) {
            throw malformed(
                    "An image of %d bytes in %d pieces cannot be",
                    first.getByteLength(), first.getCount());
        }
    }

    /**
     * Takes a piece.
     *
     * @throws BrokenImageException if it is of another image, not the next one, or too long
     */
    public void add(ImagePart part, ByteBuffer piece) {
        if (part.getCount() != first.getCount()
                || part.getByteLength() != first.getByteLength()
                || !part.getSha256().equals(first.getSha256())) {
            throw malformed("Piece %d is of another image than those before", part.getIndex());
        }
        if (part.getIndex() >= 0 && part.getIndex() < pieces.size()) {
            return; // sent twice
        }
        if (part.getIndex() != pieces.size()) {
            throw malformed(
                    "Piece %d of %d is missing: %d came next",
                    pieces.size(), first.getCount(), part.getIndex());
        }
        if (part.getIndex() >= first.getCount()
                || piece.remaining() > first.getByteLength() - bytes) {
            throw malformed(
                    "The pieces hold more than the %d bytes announced", first.getByteLength());
        }
        pieces.add(piece.duplicate());
        bytes += piece.remaining();
    }

    /** Whether every piece is there. */
    public boolean isWhole() {
        return pieces.size() == first.getCount();
    }

    /** Of the pieces that are there. */
    public long bytes() {
        return bytes;
    }

    /**
     * The image.
     *
     * @throws BrokenImageException if pieces are missing or its SHA-256 is not the one announced
     */
    public byte[] image() {
        if (bytes != first.getByteLength() || !isWhole()) {
            throw malformed(
                    "%d of %d pieces came, with %d of %d bytes",
                    pieces.size(), first.getCount(), bytes, first.getByteLength());
        }
        ByteBuffer whole = ByteBuffer.allocate((int) bytes);
        pieces.forEach(piece -> whole.put(piece.duplicate()));
        if (!ByteBuffer.wrap(ImageParts.sha256(whole.array())).equals(first.getSha256())) {
            throw malformed("The pieces are not the image that was announced: its SHA-256 differs");
        }
        return whole.array();
    }

    private static BrokenImageException malformed(String sentence, Object... values) {
        return new BrokenImageException(Problem.MALFORMED, sentence.formatted(values));
    }
}
