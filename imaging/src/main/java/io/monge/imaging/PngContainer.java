package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.Kind.MALFORMED;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/** The chunks of a PNG file (ISO/IEC 15948), read without decoding pixels. */
final class PngContainer {

    private static final int SIGNATURE_LENGTH = 8;
    private static final int FRAME_LENGTH = 12; // length, type and CRC around a chunk's data
    private static final int HEADER_END = SIGNATURE_LENGTH + FRAME_LENGTH + 13;

    /** What pixels need. Everything else may hide compressed text of any size and is left out. */
    private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    private PngContainer() {}

    static ImageHeader header(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        if (encoded.length < HEADER_END || !"IHDR".equals(type(encoded, SIGNATURE_LENGTH))) {
            throw new MalformedImageException(MALFORMED, "The PNG ends within its header");
        }
        int width = bytes.getInt(SIGNATURE_LENGTH + 8);
        int height = bytes.getInt(SIGNATURE_LENGTH + 12);
        if (width < 1 || height < 1) {
            throw new MalformedImageException(
                    MALFORMED, "The PNG header states an impossible size");
        }
        return new ImageHeader(ImageFormat.PNG, width, height);
    }

    /**
     * The same image with only the chunks that its pixels need, once every chunk's checksum has
     * been verified.
     */
    static byte[] withoutAncillaryChunks(byte[] encoded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(encoded.length);
        out.write(encoded, 0, SIGNATURE_LENGTH);
        int at = SIGNATURE_LENGTH;
        while (at + FRAME_LENGTH <= encoded.length) {
            long dataLength = Integer.toUnsignedLong(ByteBuffer.wrap(encoded).getInt(at));
            if (dataLength > encoded.length - at - FRAME_LENGTH) {
                break;
            }
            int chunkLength = (int) dataLength + FRAME_LENGTH;
            String type = type(encoded, at);
            if (NEEDED.contains(type)) {
                verify(encoded, at, chunkLength);
                out.write(encoded, at, chunkLength);
            }
            if ("IEND".equals(type)) {
                return out.toByteArray();
            }
            at += chunkLength;
        }
        throw new MalformedImageException(
                MALFORMED, "The PNG is truncated after " + encoded.length + " bytes");
    }

    private static String type(byte[] encoded, int chunk) {
        return new String(encoded, chunk + 4, 4, StandardCharsets.ISO_8859_1);
    }

    private static void verify(byte[] encoded, int chunk, int chunkLength) {
        CRC32 crc = new CRC32();
        crc.update(encoded, chunk + 4, chunkLength - 8);
        if ((int) crc.getValue() != ByteBuffer.wrap(encoded).getInt(chunk + chunkLength - 4)) {
            throw new MalformedImageException(
                    MALFORMED,
                    "The PNG is damaged: checksum of its %s chunk at byte %d"
                            .formatted(type(encoded, chunk), chunk));
        }
    }
}
