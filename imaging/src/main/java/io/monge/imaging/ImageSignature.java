package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.Kind.MALFORMED;
import static io.monge.imaging.MalformedImageException.Kind.UNSUPPORTED;

import java.nio.charset.StandardCharsets;

/** Tells the format of an encoded image by its first bytes. */
final class ImageSignature {

    private ImageSignature() {}

    /**
     * @throws MalformedImageException UNSUPPORTED for an image of another known format, MALFORMED
     *     for anything else
     */
    static ImageFormat of(byte[] encoded) {
        if (encoded.length == 0) {
            throw new MalformedImageException(MALFORMED, "The image is empty (0 bytes)");
        }
        String start =
                new String(encoded, 0, Math.min(encoded.length, 16), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
            return ImageFormat.PNG;
        }
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return ImageFormat.JPEG;
        }
        String other = otherFormat(start);
        if (other.isEmpty()) {
            throw new MalformedImageException(
                    MALFORMED, "The bytes are no image: neither PNG nor JPEG begins like this");
        }
        throw new MalformedImageException(
                UNSUPPORTED, "The image is %s; PNG and JPEG are read".formatted(other));
    }

    private static String otherFormat(String start) {
        if (start.startsWith("GIF8")) {
            return "GIF";
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return "WebP";
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return "TIFF";
        }
        if (start.startsWith("BM")) {
            return "BMP";
        }
        if (start.startsWith("ftyp", 4)) {
            return "HEIF or AVIF";
        }
        if (start.startsWith("\0\0\0\fjP  ") || start.startsWith("\u00ffO\u00ffQ")) {
            return "JPEG 2000";
        }
        if (start.startsWith("\u00ff\n") || start.startsWith("\0\0\0\fJXL ")) {
            return "JPEG XL";
        }
        return start.startsWith("8BPS") ? "Photoshop" : start.startsWith("<svg") ? "SVG" : "";
    }
}
