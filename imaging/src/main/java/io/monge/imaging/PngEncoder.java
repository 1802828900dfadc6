package io.monge.imaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A whole image as PNG in memory. */
final class PngEncoder {

    private static final int BUFFER = 1 << 16;

    private PngEncoder() {}

    static byte[] encode(RgbImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(BUFFER);
        try (PngRows png = new PngRows(out, image.width(), image.height())) {
            png.write(image.pixels());
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail to be written", e);
        }
        return out.toByteArray();
    }
}
