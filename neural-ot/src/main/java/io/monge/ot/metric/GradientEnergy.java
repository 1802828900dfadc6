package io.monge.ot.metric;

import io.monge.imaging.RgbImage;
import java.util.List;

/**
 * Mean length of the forward-difference gradient per channel, values in [0, 1]. Compared with HR's
 * it tells blur (below) from ringing and grids (above).
 */
public final class GradientEnergy {

    private GradientEnergy() {}

    /**
     * The mean over all inner pixels and channels of all images.
     *
     * @throws IllegalArgumentException if an image has a side below 2 px
     */
    public static double of(List<RgbImage> images) {
        Shapes.requireSome(images);
        double sum = 0;
        long count = 0;
        for (RgbImage image : images) {
            if (Math.min(image.width(), image.height()) < 2) {
                throw new IllegalArgumentException("a gradient needs sides of at least 2 px");
            }
            sum += lengths(image);
            count += 3L * (image.width() - 1) * (image.height() - 1);
        }
        return sum / count / 255;
    }

    private static double lengths(RgbImage image) {
        byte[] pixels = image.pixels();
        int row = 3 * image.width();
        double sum = 0;
        for (int y = 0; y + 1 < image.height(); y++) {
            for (int x = 0; x < row - 3; x++) {
                int at = y * row + x;
                int here = pixels[at] & 0xff;
                int right = (pixels[at + 3] & 0xff) - here;
                int down = (pixels[at + row] & 0xff) - here;
                sum += Math.sqrt(right * right + down * down);
            }
        }
        return sum;
    }
}
