package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.malformed;
import static io.monge.imaging.MalformedImageException.unsupported;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Tells the format of an encoded image by its first bytes. */
final class ImageSignature {

    private static final String NO_IMAGE = "";

    private ImageSignature() {}

    /**
     * @throws MalformedImageException UNSUPPORTED for an image of a format that is known but not
     *     among the readable ones, MALFORMED for anything else
     */
    static ImageFormat of(byte[] encoded, Set<ImageFormat> readable) {
        if (encoded.length == 0) {
            throw malformed("The image is empty (0 bytes)");
        }
        String start =
                new String(encoded, 0, Math.min(encoded.length, 16), StandardCharsets.ISO_8859_1);
        Optional<ImageFormat> format = known(start);
        String title = format.map(ImageFormat::title).orElseGet(() -> otherFormat(start));
        if (title.equals(NO_IMAGE)) {
            throw malformed("The bytes are no image: no format known here begins like this");
        }
        return format.filter(readable::contains)
                .orElseThrow(
                        () ->
                                unsupported(
                                        "The image is %s; %s are read"
                                                .formatted(title, ImageFormat.list(readable))));
    }

    private static Optional<ImageFormat> known(String start) {
        if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
            return Optional.of(ImageFormat.PNG);
        }
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of(ImageFormat.JPEG);
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return Optional.of(ImageFormat.WEBP);
        }
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return Optional.of(ImageFormat.GIF);
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return Optional.of(ImageFormat.TIFF);
        }
        return start.startsWith("BM") ? Optional.of(ImageFormat.BMP) : Optional.empty();
    }

    private static String otherFormat(String start) {
        if (start.startsWith("II+\0") || start.startsWith("MM\0+")) {
            return "BigTIFF";
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
        return start.startsWith("8BPS") ? "Photoshop" : start.startsWith("<svg") ? "SVG" : NO_IMAGE;
    }
}
