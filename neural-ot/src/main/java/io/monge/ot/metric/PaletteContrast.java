package io.monge.ot.metric;

import io.monge.imaging.RgbImage;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Contrast of the colour palette (App. D of the paper): pixels as points of [0, 1]³, the sum of
 * their three channel variances. It needs no pairs: a map that is biased by its cost brings back
 * another contrast than HR has.
 *
 * <p>The reference's own evaluation concatenates its chunks along the channel axis, so that it sees
 * the first 20 images only; this is what the appendix describes instead.
 */
public final class PaletteContrast {

    private PaletteContrast() {}

    /** Mean and population standard deviation over the palettes drawn, both in [0, 1]² units. */
    public record Spread(double mean, double stddev) {}

    /**
     * The contrast of all pixels of all images: the limit of ever larger palettes.
     *
     * @return in [0, 0.75]
     */
    public static double of(List<RgbImage> images) {
        Shapes.requireSome(images);
        long[] sum = new long[3];
        long[] squares = new long[3];
        long pixels = 0;
        for (RgbImage image : images) {
            byte[] values = image.pixels();
            for (int i = 0; i < values.length; i++) {
                int value = values[i] & 0xff;
                sum[i % 3] += value;
                squares[i % 3] += (long) value * value;
            }
            pixels += values.length / 3;
        }
        double contrast = 0;
        for (int channel = 0; channel < 3; channel++) {
            double mean = (double) sum[channel] / pixels;
            contrast += (double) squares[channel] / pixels - mean * mean;
        }
        return contrast / (255.0 * 255.0);
    }

    /**
     * The sum of the channel variances of one palette.
     *
     * @param palette (n, 3), values in [0, 1]
     */
    public static double of(float[][] palette) {
        if (Shapes.requireRows(palette, 1) != 3) {
            throw new IllegalArgumentException(
                    "a palette's points have 3 channels, these have " + palette[0].length);
        }
        return Moments.totalVariance(palette);
    }

    /**
     * The appendix's estimate: palettes of random pixels, drawn with replacement from all images.
     *
     * @param palettes how many, the paper draws 100
     * @param pixels points of each, the paper draws 1024
     */
    public static Spread sampled(List<RgbImage> images, int palettes, int pixels, long seed) {
        Shapes.requireSome(images);
        if (palettes < 1 || pixels < 1) {
            throw new IllegalArgumentException(
                    "at least one palette of one pixel is needed, asked for %d of %d"
                            .formatted(palettes, pixels));
        }
        var random = new SplittableRandom(seed);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < palettes; i++) {
            double contrast = of(draw(images, pixels, random));
            sum += contrast;
            squares += contrast * contrast;
        }
        double mean = sum / palettes;
        return new Spread(mean, Math.sqrt(Math.max(0, squares / palettes - mean * mean)));
    }

    private static float[][] draw(List<RgbImage> images, int pixels, SplittableRandom random) {
        float[][] palette = new float[pixels][3];
        for (float[] point : palette) {
            RgbImage image = images.get(random.nextInt(images.size()));
            int pixel = random.nextInt(image.width() * image.height());
            byte[] values = image.pixels();
            for (int channel = 0; channel < 3; channel++) {
                point[channel] = (values[3 * pixel + channel] & 0xff) / 255f;
            }
        }
        return palette;
    }
}
