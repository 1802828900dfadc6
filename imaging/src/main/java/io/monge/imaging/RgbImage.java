package io.monge.imaging;

import java.util.Arrays;

/**
 * An 8-bit sRGB image: rows from the top, three bytes (red, green, blue) a pixel.
 *
 * <p>The array is handed over, not copied (an upscaled photograph is hundreds of megabytes):
 * neither the one who makes the image nor the one who reads {@link #pixels()} may write to it
 * afterwards. Two images are equal when their sizes and pixels are.
 *
 * @param width px, at least 1
 * @param height px, at least 1
 * @param pixels {@code byte[] HWC sRGB 0..255}, length {@code 3 * width * height}
 */
public record RgbImage(int width, int height, byte[] pixels) implements Pixels {

    public static final int CHANNELS = 3;

    public RgbImage {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "An image is at least 1x1 px, not " + width + "x" + height);
        }
        long expected = (long) CHANNELS * width * height;
        if (pixels.length != expected) {
            throw new IllegalArgumentException(
                    "A %dx%d image takes %d bytes, got %d"
                            .formatted(width, height, expected, pixels.length));
        }
    }

    /**
     * Bytes of an image of this size.
     *
     * @throws IllegalArgumentException if one Java array cannot hold it
     */
    public static int byteLength(int width, int height) {
        long bytes = (long) CHANNELS * width * height;
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "A %dx%d image does not fit one array (at most 715 megapixels)"
                            .formatted(width, height));
        }
        return (int) bytes;
    }

    /** One channel (0 red, 1 green, 2 blue) of one pixel, 0..255. */
    public int channel(int x, int y, int c) {
        return pixels[CHANNELS * (y * width + x) + c] & 0xFF;
    }

    @Override
    public int depth() {
        return Byte.SIZE;
    }

    @Override
    public RgbImage crop(int left, int top, int cropWidth, int cropHeight) {
        if (left < 0 || top < 0 || cropWidth > width - left || cropHeight > height - top) {
            throw new IllegalArgumentException(
                    "Rectangle %dx%d at (%d, %d) leaves the %dx%d image"
                            .formatted(cropWidth, cropHeight, left, top, width, height));
        }
        byte[] out = new byte[byteLength(cropWidth, cropHeight)];
        int row = CHANNELS * cropWidth;
        for (int y = 0; y < cropHeight; y++) {
            System.arraycopy(pixels, CHANNELS * ((top + y) * width + left), out, y * row, row);
        }
        return new RgbImage(cropWidth, cropHeight, out);
    }

    @Override
    public void row(int y, int[] out) {
        int length = CHANNELS * width;
        for (int i = 0; i < length; i++) {
            out[i] = Intensity.toSixteenBits(pixels[y * length + i] & 0xFF);
        }
    }

    @Override
    public RgbImage toRgb() {
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RgbImage that
                && width == that.width
                && height == that.height
                && Arrays.equals(pixels, that.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "RgbImage[" + width + "x" + height + "]";
    }
}
