package io.monge.imaging;

import java.io.IOException;

/** Takes the rows of an image from the top, such as {@link PngRows#write} or an array. */
@FunctionalInterface
public interface RowSink {

    /**
     * Whole rows below those before.
     *
     * @param pixels {@code byte[] HWC sRGB 0..255}; the caller's, and overwritten after the call
     * @param rows how many there are from the start of the array
     * @throws IOException if they cannot be kept
     */
    void write(byte[] pixels, int rows) throws IOException;
}
