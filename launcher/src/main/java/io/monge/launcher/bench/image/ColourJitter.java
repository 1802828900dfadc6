package io.monge.launcher.bench.image;

import io.monge.imaging.RgbImage;
import java.util.SplittableRandom;

/**
 * Random contrast and colour of a crop, by one law on both sides of a training. A handful of
 * photographs on one side differs in colour from a handful on the other by chance; without it the
 * potential sees that first, and the map learns to repaint rather than to restore.
 *
 * @param strength s in [0, 1): contrast is multiplied by 1 - s to 1 + s, each channel shifted by up
 *     to s of half the range; 0 = nothing
 */
record ColourJitter(double strength) {
    private static final int LEVELS = 256;
    private static final double MIDDLE = 127.5;

    ColourJitter {
        if (!(strength >= 0 && strength < 1)) {
            throw new IllegalArgumentException(
                    "the colour jitter is " + strength + ", must be at least 0 and below 1");
        }
    }

    /** The image, or a jittered copy; values are clipped. */
    RgbImage of(RgbImage image, SplittableRandom random) {
        if (strength == 0) {
            return image;
        }
        double gain = 1 + strength * (2 * random.nextDouble() - 1);
        byte[][] tables = new byte[RgbImage.CHANNELS][];
        for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
            tables[channel] = table(gain, MIDDLE * strength * (2 * random.nextDouble() - 1));
        }
        byte[] pixels = new byte[image.pixels().length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = tables[i % RgbImage.CHANNELS][image.pixels()[i] & 0xFF];
        }
        return new RgbImage(image.width(), image.height(), pixels);
    }

    private static byte[] table(double gain, double shift) {
        byte[] table = new byte[LEVELS];
        for (int value = 0; value < LEVELS; value++) {
            double jittered = MIDDLE + gain * (value - MIDDLE) + shift;
            table[value] = (byte) Math.round(Math.max(0, Math.min(LEVELS - 1, jittered)));
        }
        return table;
    }
}
