package io.monge.ot.metric;

import io.monge.imaging.RgbImage;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Small deterministic images. */
final class Pictures {

    private Pictures() {}

    static RgbImage constant(int side, int value) {
        byte[] pixels = new byte[3 * side * side];
        Arrays.fill(pixels, (byte) value);
        return new RgbImage(side, side, pixels);
    }

    static RgbImage noise(int side, long seed) {
        byte[] pixels = new byte[3 * side * side];
        var random = new SplittableRandom(seed);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) random.nextInt(256);
        }
        return new RgbImage(side, side, pixels);
    }

    /** A pattern with structure at several scales, a pure function of {@code k}. */
    static RgbImage pattern(int width, int height, int k) {
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            int c = i % 3;
            int x = i / 3 % width;
            int y = i / 3 / width;
            pixels[i] = (byte) (x * x * 3 + y * 7 * (k + 1) + c * 40 + x * y * k);
        }
        return new RgbImage(width, height, pixels);
    }
}
