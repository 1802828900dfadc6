package io.monge.imaging;

import java.util.Arrays;

/**
 * A 16-bit sRGB image: rows from the top, three samples (red, green, blue) a pixel. As with {@link
 * RgbImage}, the array is handed over and never written to afterwards.
 *
 * @param width px, at least 1
 * @param height px, at least 1
 * @param samples {@code short[] HWC sRGB}, unsigned, 0..65535, length {@code 3 * width * height}
 */
public record DeepImage(int width, int height, short[] samples) implements Pixels {

    public static final int MAX = 65_535;

    public DeepImage {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "An image is at least 1x1 px, not " + width + "x" + height);
        }
        int expected = RgbImage.byteLength(width, height);
        if (samples.length != expected) {
            throw new IllegalArgumentException(
                    "A %dx%d image takes %d samples, got %d"
                            .formatted(width, height, expected, samples.length));
        }
    }

    /** An intensity on the scale 0..65535, rounded to nearest and clipped. */
    public static short sample(float value) {
        return (short) Math.min(Math.max(Math.round(value), 0), MAX);
    }

    @Override
    public int depth() {
        return Short.SIZE;
    }

    @Override
    public DeepImage crop(int left, int top, int cropWidth, int cropHeight) {
        if (left < 0 || top < 0 || cropWidth > width - left || cropHeight > height - top) {
            throw new IllegalArgumentException(
                    "Rectangle %dx%d at (%d, %d) leaves the %dx%d image"
                            .formatted(cropWidth, cropHeight, left, top, width, height));
        }
        short[] out = new short[RgbImage.byteLength(cropWidth, cropHeight)];
        int row = RgbImage.CHANNELS * cropWidth;
        for (int y = 0; y < cropHeight; y++) {
            int from = RgbImage.CHANNELS * ((top + y) * width + left);
            System.arraycopy(samples, from, out, y * row, row);
        }
        return new DeepImage(cropWidth, cropHeight, out);
    }

    @Override
    public void row(int y, int[] out) {
        int length = RgbImage.CHANNELS * width;
        for (int i = 0; i < length; i++) {
            out[i] = samples[y * length + i] & MAX;
        }
    }

    @Override
    public RgbImage toRgb() {
        byte[] out = new byte[samples.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) Intensity.toEightBits(samples[i] & MAX);
        }
        return new RgbImage(width, height, out);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeepImage that
                && width == that.width
                && height == that.height
                && Arrays.equals(samples, that.samples);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(samples);
    }

    @Override
    public String toString() {
        return "DeepImage[" + width + "x" + height + "]";
    }
}
