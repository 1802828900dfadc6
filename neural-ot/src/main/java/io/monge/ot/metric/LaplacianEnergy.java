package io.monge.ot.metric;

import io.monge.imaging.RgbImage;
import java.util.List;

/**
 * Mean square of the five-point Laplacian per channel, values in [0, 1]: the finest detail, and the
 * first sign of noise or a grid.
 */
public final class LaplacianEnergy {

    private LaplacianEnergy() {}

    /**
     * The mean over all inner pixels and channels of all images.
     *
     * @throws IllegalArgumentException if an image has a side below 3 px
     */
    public static double of(List<RgbImage> images) {
        Shapes.requireSome(images);
        double sum = 0;
        long count = 0;
        for (RgbImage image : images) {
            if (Math.min(image.width(), image.height()) < 3) {
                throw new IllegalArgumentException("a Laplacian needs sides of at least 3 px");
            }
            sum += squares(image);
            count += 3L * (image.width() - 2) * (image.height() - 2);
        }
        return sum / count / (255.0 * 255.0);
    }

    private static double squares(RgbImage image) {
        byte[] pixels = image.pixels();
        int row = 3 * image.width();
        double sum = 0;
        for (int y = 1; y + 1 < image.height(); y++) {
            for (int x = 3; x < row - 3; x++) {
                int at = y * row + x;
                int around =
                        (pixels[at - 3] & 0xff)
                                + (pixels[at + 3] & 0xff)
                                + (pixels[at - row] & 0xff)
                                + (pixels[at + row] & 0xff);
                double laplacian = around - 4 * (pixels[at] & 0xff);
                sum += laplacian * laplacian;
            }
        }
        return sum;
    }
}
