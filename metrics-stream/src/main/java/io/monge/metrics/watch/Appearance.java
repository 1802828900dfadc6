package io.monge.metrics.watch;

import java.util.List;

/**
 * How a patch looks, in few numbers that a camera, a codec or a changed sender moves.
 *
 * @param brightness mean of (R + G + B) / 3, 0 to 1
 * @param contrast standard deviation of the same
 * @param redGreen mean of R - G, -1 to 1
 * @param blueYellow mean of B - (R + G) / 2, -1 to 1
 * @param sharpness ln of the mean absolute difference of neighbours
 * @param noise ln of Immerkær's estimate of the noise's deviation (a difference of two Laplacians)
 */
record Appearance(
        double brightness,
        double contrast,
        double redGreen,
        double blueYellow,
        double sharpness,
        double noise) {

    /**
     * A grey level: what is less than that cannot be seen, and has no logarithm worth comparing.
     */
    private static final double LEAST = 1.0 / 255;

    static final List<String> NAMES =
            List.of("brightness", "contrast", "red-green", "blue-yellow", "sharpness", "noise");

    /**
     * @param rgb (H, W, 3), one byte each
     * @param width at least 3 px
     * @param height at least 3 px
     */
    static Appearance of(byte[] rgb, int width, int height) {
        double[] grey = new double[width * height];
        double red = 0;
        double blue = 0;
        for (int i = 0; i < grey.length; i++) {
            int r = rgb[3 * i] & 0xff;
            int g = rgb[3 * i + 1] & 0xff;
            int b = rgb[3 * i + 2] & 0xff;
            grey[i] = (r + g + b) / 765.0;
            red += (r - g) / 255.0;
            blue += (b - (r + g) / 2.0) / 255.0;
        }
        double sum = 0;
        double squares = 0;
        for (double value : grey) {
            sum += value;
            squares += value * value;
        }
        double mean = sum / grey.length;
        double deviation = Math.sqrt(Math.max(0, squares / grey.length - mean * mean));
        return new Appearance(
                mean,
                deviation,
                red / grey.length,
                blue / grey.length,
                Math.log(LEAST + slope(grey, width, height)),
                Math.log(LEAST + noise(grey, width, height)));
    }

    private static double slope(double[] grey, int width, int height) {
        double sum = 0;
        for (int y = 0; y + 1 < height; y++) {
            for (int x = 0; x + 1 < width; x++) {
                int at = y * width + x;
                sum += Math.abs(grey[at + 1] - grey[at]) + Math.abs(grey[at + width] - grey[at]);
            }
        }
        return sum / (2.0 * (width - 1) * (height - 1));
    }

    private static double noise(double[] grey, int width, int height) {
        double sum = 0;
        for (int y = 1; y + 1 < height; y++) {
            for (int x = 1; x + 1 < width; x++) {
                int at = y * width + x;
                double up = grey[at - width - 1] - 2 * grey[at - width] + grey[at - width + 1];
                double here = grey[at - 1] - 2 * grey[at] + grey[at + 1];
                double down = grey[at + width - 1] - 2 * grey[at + width] + grey[at + width + 1];
                sum += Math.abs(up - 2 * here + down);
            }
        }
        return Math.sqrt(Math.PI / 2) * sum / (6.0 * (width - 2) * (height - 2));
    }

    double[] values() {
        return new double[] {brightness, contrast, redGreen, blueYellow, sharpness, noise};
    }
}
