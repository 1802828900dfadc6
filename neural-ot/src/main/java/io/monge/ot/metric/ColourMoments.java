package io.monge.ot.metric;

import io.monge.imaging.RgbImage;
import io.monge.ot.linear.SquareMatrix;
import java.util.List;

/** The normal fit of an image set's colours: pixels as points of [0, 1]³. Exact up to rounding. */
public final class ColourMoments {

    private static final double WHITE = 255;

    private ColourMoments() {}

    /** Mean and population covariance of all pixels of all images. */
    public static Gaussian of(List<RgbImage> images) {
        Shapes.requireSome(images);
        long[] sum = new long[3];
        long[][] products = new long[3][3];
        long pixels = 0;
        for (RgbImage image : images) {
            byte[] values = image.pixels();
            for (int i = 0; i < values.length; i += 3) {
                add(values, i, sum, products);
            }
            pixels += values.length / 3;
        }
        double[] mean = new double[3];
        double[][] covariance = new double[3][3];
        for (int a = 0; a < 3; a++) {
            mean[a] = sum[a] / (pixels * WHITE);
            for (int b = 0; b < 3; b++) {
                double product = (double) products[a][b] / pixels;
                double means = (double) sum[a] / pixels * ((double) sum[b] / pixels);
                covariance[a][b] = (product - means) / (WHITE * WHITE);
            }
        }
        return new Gaussian(mean, new SquareMatrix(covariance));
    }

    private static void add(byte[] values, int pixel, long[] sum, long[][] products) {
        for (int a = 0; a < 3; a++) {
            int value = values[pixel + a] & 0xff;
            sum[a] += value;
            for (int b = 0; b < 3; b++) {
                products[a][b] += (long) value * (values[pixel + b] & 0xff);
            }
        }
    }
}
