package io.monge.schemas.image;

import io.monge.schemas.record.ImagePart;
import io.monge.schemas.record.UpscaleRequest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts an image into pieces that records can carry. All pieces go out with the request's id as
 * their key, in order, by one producer: so they lie in one partition in order, perhaps with others
 * between them. {@link ImageAssembly} puts them together.
 */
public final class ImageParts {

    /** Largest piece, and largest image that is not cut, bytes. */
    public static final int MAX_PART_BYTES = 4 << 20;

    private ImageParts() {}

    /**
     * A piece; shares the image's array.
     *
     * @param part which one; empty for a whole image
     */
    public record Piece(ByteBuffer bytes, Optional<ImagePart> part) {}

    /**
     * The image in pieces, in order; one that is no part if it is small enough.
     *
     * @param maxBytes of a piece
     */
    public static List<Piece> split(byte[] image, int maxBytes) {
        if (image.length <= maxBytes) {
            return List.of(new Piece(ByteBuffer.wrap(image), Optional.empty()));
        }
        int count = (image.length - 1) / maxBytes + 1;
        ByteBuffer sha256 = ByteBuffer.wrap(sha256(image));
        List<Piece> pieces = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            int from = index * maxBytes;
            ByteBuffer bytes =
                    ByteBuffer.wrap(image, from, Math.min(maxBytes, image.length - from)).slice();
            ImagePart part = new ImagePart(index, count, (long) image.length, sha256);
            pieces.add(new Piece(bytes, Optional.of(part)));
        }
        return pieces;
    }

    /** The records that ask for an image to be upscaled, to be sent in this order. */
    public static List<UpscaleRequest> requests(String requestId, byte[] image, Instant at) {
        return split(image, MAX_PART_BYTES).stream()
                .map(
                        piece -> {
                            UpscaleRequest.Builder request =
                                    UpscaleRequest.newBuilder()
                                            .setRequestId(requestId)
                                            .setImage(piece.bytes())
                                            .setRequestedAt(at);
                            piece.part().ifPresent(request::setPart);
                            return request.build();
                        })
                .toList();
    }

    static byte[] sha256(byte[] image) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(image);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
