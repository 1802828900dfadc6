package io.monge.imaging;

/**
 * The colours of an image, without transparency: sRGB, rows from the top, red, green and blue of
 * each pixel, 8 or 16 bits each.
 */
public sealed interface Pixels permits RgbImage, DeepImage {

    /** Bits of one sample: 8 or 16. */
    int depth();

    /** px. */
    int width();

    /** px. */
    int height();

    /** Number of pixels. */
    default long area() {
        return (long) width() * height();
    }

    /**
     * A copy of the rectangle whose top-left pixel is (left, top).
     *
     * @throws IllegalArgumentException if the rectangle leaves the image
     */
    Pixels crop(int left, int top, int cropWidth, int cropHeight);

    /**
     * One row on the scale of 16 bits, 0..65535, which holds samples of 8 bits exactly (times 257).
     *
     * @param out (width, 3), overwritten
     */
    void row(int y, int[] out);

    /** The same image in 8 bits a sample, rounded to nearest. */
    RgbImage toRgb();
}
