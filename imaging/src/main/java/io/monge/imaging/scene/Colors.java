package io.monge.imaging.scene;

import java.util.random.RandomGenerator;

/** Colours packed as 0xRRGGBB. */
final class Colors {

    /**
     * Share of its distance from grey that a base colour keeps: uniformly random RGB is gaudier
     * than any photograph.
     */
    private static final double SATURATION = 0.75;

    private Colors() {}

    static int of(int red, int green, int blue) {
        return clip(red) << 16 | clip(green) << 8 | clip(blue);
    }

    static int shift(int color, int red, int green, int blue) {
        return of((color >> 16 & 0xFF) + red, (color >> 8 & 0xFF) + green, (color & 0xFF) + blue);
    }

    /** Any colour, full range of brightness, somewhat muted. */
    static int base(RandomGenerator random) {
        int red = random.nextInt(256);
        int green = random.nextInt(256);
        int blue = random.nextInt(256);
        double grey = (red + green + blue) / 3.0;
        return of(muted(red, grey), muted(green, grey), muted(blue, grey));
    }

    /** A colour near another, each channel at most {@code spread} away. */
    static int near(int color, int spread, RandomGenerator random) {
        return shift(
                color,
                random.nextInt(-spread, spread + 1),
                random.nextInt(-spread, spread + 1),
                random.nextInt(-spread, spread + 1));
    }

    /** Rec. 601 luma, 0..255. */
    static int luma(int color) {
        return (299 * (color >> 16 & 0xFF) + 587 * (color >> 8 & 0xFF) + 114 * (color & 0xFF))
                / 1000;
    }

    private static int muted(int value, double grey) {
        return (int) Math.round(grey + SATURATION * (value - grey));
    }

    private static int clip(int value) {
        return Math.min(Math.max(value, 0), 255);
    }
}
