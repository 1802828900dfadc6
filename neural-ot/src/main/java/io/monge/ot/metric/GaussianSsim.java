package io.monge.ot.metric;

import io.monge.imaging.RgbImage;

/**
 * Structural similarity as Wang et al. (2004) published it and SOT scores it: an 11×11 Gaussian
 * window of σ = 1.5, population covariance, data range 255, mean over the positions where the
 * window lies inside, then over the three channels. {@link Ssim} is what the OTS paper reports.
 */
public final class GaussianSsim {

    private static final int WINDOW = 11;
    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 255 * 0.01 * 255;
    private static final double C2 = 0.03 * 255 * 0.03 * 255;
    private static final double[] WEIGHTS = weights();

    private GaussianSsim() {}

    /**
     * SSIM of 8-bit images.
     *
     * @throws IllegalArgumentException if the sizes differ or a side is below 11 px
     */
    public static double of(RgbImage sr, RgbImage hr) {
        Shapes.requireSame(sr, hr);
        if (Math.min(sr.width(), sr.height()) < WINDOW) {
            throw new IllegalArgumentException(
                    "this SSIM needs sides of at least 11 px, the image is %dx%d"
                            .formatted(sr.width(), sr.height()));
        }
        double sum = 0;
        for (int channel = 0; channel < 3; channel++) {
            sum += ofChannel(plane(sr, channel), plane(hr, channel), sr.width());
        }
        return sum / 3;
    }

    private static double[] weights() {
        double[] weights = new double[WINDOW];
        double sum = 0;
        for (int i = 0; i < WINDOW; i++) {
            double t = (i - WINDOW / 2) / SIGMA;
            weights[i] = Math.exp(-t * t / 2);
            sum += weights[i];
        }
        for (int i = 0; i < WINDOW; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    private static double[] plane(RgbImage image, int channel) {
        byte[] pixels = image.pixels();
        double[] plane = new double[image.width() * image.height()];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = pixels[3 * i + channel] & 0xff;
        }
        return plane;
    }

    private static double ofChannel(double[] x, double[] y, int width) {
        double[] meanX = filtered(x, width);
        double[] meanY = filtered(y, width);
        double[] squareX = filtered(product(x, x), width);
        double[] squareY = filtered(product(y, y), width);
        double[] mixed = filtered(product(x, y), width);
        double total = 0;
        for (int i = 0; i < meanX.length; i++) {
            double means = meanX[i] * meanY[i];
            double squares = meanX[i] * meanX[i] + meanY[i] * meanY[i];
            double variances = squareX[i] + squareY[i] - squares;
            total +=
                    (2 * means + C1)
                            * (2 * (mixed[i] - means) + C2)
                            / ((squares + C1) * (variances + C2));
        }
        return total / meanX.length;
    }

    private static double[] product(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    /** Weighted sums over every window that lies inside: along the rows, then down the columns. */
    private static double[] filtered(double[] plane, int width) {
        int columns = width - WINDOW + 1;
        int height = plane.length / width;
        double[] rows = new double[height * columns];
        for (int i = 0; i < rows.length; i++) {
            int from = i / columns * width + i % columns;
            for (int k = 0; k < WINDOW; k++) {
                rows[i] += WEIGHTS[k] * plane[from + k];
            }
        }
        double[] filtered = new double[(height - WINDOW + 1) * columns];
        for (int i = 0; i < filtered.length; i++) {
            for (int k = 0; k < WINDOW; k++) {
                filtered[i] += WEIGHTS[k] * rows[i + k * columns];
            }
        }
        return filtered;
    }
}
