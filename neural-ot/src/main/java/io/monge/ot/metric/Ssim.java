package io.monge.ot.metric;

import io.monge.imaging.RgbImage;

/**
 * Structural similarity as scikit-image defines it by default (Wang et al. 2004): uniform 7×7
 * window, sample covariance, K1 = 0.01, K2 = 0.03, data range 255; mean over the map without its
 * 3-pixel border, then over the three channels. 1 for equal images, dimensionless.
 */
public final class Ssim {

    private static final int WINDOW = 7;
    private static final int AREA = WINDOW * WINDOW;

    /** 49/48: from the window's population covariance to the sample covariance. */
    private static final double SAMPLE = AREA / (AREA - 1.0);

    private static final double C1 = 0.01 * 255 * 0.01 * 255;
    private static final double C2 = 0.03 * 255 * 0.03 * 255;

    private Ssim() {}

    /**
     * SSIM of 8-bit images.
     *
     * @throws IllegalArgumentException if the sizes differ or a side is below 7 px
     */
    public static double of(RgbImage sr, RgbImage hr) {
        Shapes.requireSame(sr, hr);
        if (Math.min(sr.width(), sr.height()) < WINDOW) {
            throw new IllegalArgumentException(
                    "SSIM needs sides of at least 7 px, the image is %dx%d"
                            .formatted(sr.width(), sr.height()));
        }
        double sum = 0;
        for (int channel = 0; channel < 3; channel++) {
            sum += ofChannel(plane(sr, channel), plane(hr, channel), sr.width(), sr.height());
        }
        return sum / 3;
    }

    private static int[] plane(RgbImage image, int channel) {
        byte[] pixels = image.pixels();
        int[] plane = new int[image.width() * image.height()];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = pixels[3 * i + channel] & 0xff;
        }
        return plane;
    }

    private static double ofChannel(int[] x, int[] y, int width, int height) {
        long[] sumX = windowSums(x, width, height);
        long[] sumY = windowSums(y, width, height);
        long[] sumXx = windowSums(product(x, x), width, height);
        long[] sumYy = windowSums(product(y, y), width, height);
        long[] sumXy = windowSums(product(x, y), width, height);
        double total = 0;
        for (int i = 0; i < sumX.length; i++) {
            double meanX = (double) sumX[i] / AREA;
            double meanY = (double) sumY[i] / AREA;
            double varianceX = SAMPLE * ((double) sumXx[i] / AREA - meanX * meanX);
            double varianceY = SAMPLE * ((double) sumYy[i] / AREA - meanY * meanY);
            double covariance = SAMPLE * ((double) sumXy[i] / AREA - meanX * meanY);
            total +=
                    (2 * meanX * meanY + C1)
                            * (2 * covariance + C2)
                            / ((meanX * meanX + meanY * meanY + C1) * (varianceX + varianceY + C2));
        }
        return total / sumX.length;
    }

    private static int[] product(int[] a, int[] b) {
        int[] product = new int[a.length];
        for (int i = 0; i < a.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    /** Sums over every 7×7 window that lies inside, row by row, from an integral image. */
    private static long[] windowSums(int[] values, int width, int height) {
        int stride = width + 1;
        long[] integral = new long[stride * (height + 1)];
        for (int y = 0; y < height; y++) {
            long row = 0;
            for (int x = 0; x < width; x++) {
                row += values[y * width + x];
                integral[(y + 1) * stride + x + 1] = integral[y * stride + x + 1] + row;
            }
        }
        int columns = width - WINDOW + 1;
        int rows = height - WINDOW + 1;
        long[] sums = new long[columns * rows];
        for (int i = 0; i < sums.length; i++) {
            int top = (i / columns) * stride + i % columns;
            int bottom = top + WINDOW * stride;
            sums[i] =
                    integral[bottom + WINDOW]
                            - integral[bottom]
                            - integral[top + WINDOW]
                            + integral[top];
        }
        return sums;
    }
}
