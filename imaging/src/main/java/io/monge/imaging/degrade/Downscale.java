package io.monge.imaging.degrade;

import io.monge.imaging.Intensity;
import io.monge.imaging.RgbImage;

/**
 * Reduction by a whole factor, each pixel a mean around the centre of its cell, so that bicubic
 * enlargement with half-pixel centres brings everything back to where it was: no shift for a map to
 * learn.
 *
 * <p>Where the size is no multiple of the factor, the remainder at the right and bottom is left
 * out.
 *
 * @param factor at least 1
 */
public record Downscale(int factor, Window window) implements Degradation {

    /** Which part of a cell is averaged. */
    public enum Window {
        /**
         * The middle 2x2 px (even factor) or the middle pixel (odd): decimation of an image blurred
         * before.
         */
        CENTRE,
        /** The whole cell: a sensor's pixel. */
        BOX
    }

    public Downscale {
        if (factor < 1) {
            throw new IllegalArgumentException("factor is " + factor + ", must be at least 1");
        }
    }

    @Override
    public RgbImage of(RgbImage image, long seed) {
        return of(image);
    }

    /**
     * The reduced image.
     *
     * @throws IllegalArgumentException if the image is smaller than one cell
     */
    public RgbImage of(RgbImage image) {
        int width = image.width() / factor;
        int height = image.height() / factor;
        int side = window == Window.BOX ? factor : 2 - factor % 2;
        int margin = (factor - side) / 2;
        byte[] out = new byte[RgbImage.byteLength(width, height)];
        int to = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int left = x * factor + margin;
                int top = y * factor + margin;
                for (int c = 0; c < RgbImage.CHANNELS; c++) {
                    out[to++] = mean(image, left, top, side, c);
                }
            }
        }
        return new RgbImage(width, height, out);
    }

    private static byte mean(RgbImage image, int left, int top, int side, int c) {
        int sum = 0;
        for (int y = top; y < top + side; y++) {
            for (int x = left; x < left + side; x++) {
                sum += image.channel(x, y, c);
            }
        }
        return Intensity.toByte((float) sum / (side * side));
    }
}
