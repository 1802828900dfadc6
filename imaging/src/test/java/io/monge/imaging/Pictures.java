package io.monge.imaging;

import java.util.Random;

/** Images for tests. */
public final class Pictures {

    private Pictures() {}

    /** Every byte independent and uniform. */
    public static RgbImage random(int width, int height, long seed) {
        byte[] pixels = new byte[RgbImage.byteLength(width, height)];
        new Random(seed).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    /**
     * Red grows to the right, green downwards, blue is constant: smooth, and no symmetry leaves it
     * as it is.
     */
    public static RgbImage gradient(int width, int height) {
        byte[] pixels = new byte[RgbImage.byteLength(width, height)];
        for (int i = 0; i < width * height; i++) {
            pixels[3 * i] = (byte) (255 * (i % width) / Math.max(width - 1, 1));
            pixels[3 * i + 1] = (byte) (255 * (i / width) / Math.max(height - 1, 1));
            pixels[3 * i + 2] = 100;
        }
        return new RgbImage(width, height, pixels);
    }

    /** One colour everywhere. */
    public static RgbImage plain(int width, int height, int red, int green, int blue) {
        byte[] pixels = new byte[RgbImage.byteLength(width, height)];
        for (int i = 0; i < width * height; i++) {
            pixels[3 * i] = (byte) red;
            pixels[3 * i + 1] = (byte) green;
            pixels[3 * i + 2] = (byte) blue;
        }
        return new RgbImage(width, height, pixels);
    }

    /** Largest difference of any two bytes at the same place. */
    public static int largestDifference(RgbImage a, RgbImage b) {
        int largest = 0;
        for (int i = 0; i < a.pixels().length; i++) {
            largest = Math.max(largest, Math.abs((a.pixels()[i] & 0xFF) - (b.pixels()[i] & 0xFF)));
        }
        return largest;
    }

    /** Mean squared difference of all bytes, white being 255. */
    public static double meanSquaredError(RgbImage a, RgbImage b) {
        double sum = 0;
        for (int i = 0; i < a.pixels().length; i++) {
            double difference = (a.pixels()[i] & 0xFF) - (b.pixels()[i] & 0xFF);
            sum += difference * difference;
        }
        return sum / a.pixels().length;
    }
}
