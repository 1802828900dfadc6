package io.monge.trainer;

import io.monge.imaging.RgbImage;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A small world of dark pictures with a bright blob each, 16 px, seen sharply (HR) or averaged to 4
 * px (LR). Bright where it is dark in the wrong stream, that of inverted colours.
 */
final class Blobs {

    private static final int SIDE = 16;
    private static final int SCALE = 4;

    private Blobs() {}

    static List<RgbImage> hr(Random random, int count) {
        return Stream.generate(() -> blob(random)).limit(count).toList();
    }

    static List<RgbImage> inverted(Random random, int count) {
        return hr(random, count).stream().map(Blobs::inverted).toList();
    }

    static List<RgbImage> lr(Random random, int count) {
        return hr(random, count).stream().map(Blobs::averaged).toList();
    }

    private static RgbImage blob(Random random) {
        double x = SIDE * random.nextDouble();
        double y = SIDE * random.nextDouble();
        double radius = 2 + 5 * random.nextDouble();
        int[] dark = random.ints(3, 10, 70).toArray();
        int[] bright = random.ints(3, 90, 190).toArray();
        byte[] pixels = new byte[RgbImage.byteLength(SIDE, SIDE)];
        for (int i = 0; i < pixels.length; i++) {
            int pixel = i / 3;
            boolean inside = Math.hypot(pixel % SIDE - x, pixel / SIDE - y) < radius;
            pixels[i] = (byte) (inside ? bright : dark)[i % 3];
        }
        return new RgbImage(SIDE, SIDE, pixels);
    }

    private static RgbImage inverted(RgbImage image) {
        byte[] pixels = image.pixels().clone();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) ~pixels[i];
        }
        return new RgbImage(SIDE, SIDE, pixels);
    }

    private static RgbImage averaged(RgbImage image) {
        int side = SIDE / SCALE;
        byte[] pixels = new byte[RgbImage.byteLength(side, side)];
        for (int i = 0; i < pixels.length; i++) {
            int left = i / 3 % side * SCALE;
            int top = i / 3 / side * SCALE;
            int sum = 0;
            for (int j = 0; j < SCALE * SCALE; j++) {
                sum += image.channel(left + j % SCALE, top + j / SCALE, i % 3);
            }
            pixels[i] = (byte) (sum / (SCALE * SCALE));
        }
        return new RgbImage(side, side, pixels);
    }
}
