package io.monge.ot.metric;

import io.monge.imaging.RgbImage;
import java.util.List;

/**
 * Share of channel values at the ends of the range, 0 or 255, in [0, 1]: a map that overshoots
 * shows here first.
 */
public final class ClippedShare {

    private ClippedShare() {}

    /** The share over all channels of all images. */
    public static double of(List<RgbImage> images) {
        Shapes.requireSome(images);
        long clipped = 0;
        long values = 0;
        for (RgbImage image : images) {
            for (byte value : image.pixels()) {
                if (value == 0 || value == (byte) 255) {
                    clipped++;
                }
            }
            values += image.pixels().length;
        }
        return (double) clipped / values;
    }
}
