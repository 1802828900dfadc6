package io.monge.ot.metric;

import io.monge.imaging.RgbImage;

/**
 * Peak signal-to-noise ratio over the three RGB channels, in dB: −10·log10(mse + 1e-8) with values
 * in [0, 1], nothing cropped, no luma.
 *
 * <p>The 1e-8 inside the logarithm is the evaluation's of the paper (piq's): equal images give 80
 * dB, not infinity, so means over a set stay finite.
 */
public final class Psnr {

    private static final double FLOOR = 1e-8;
    private static final double EQUAL_DECIBELS = 100;

    private Psnr() {}

    /**
     * PSNR of 8-bit images.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public static double of(RgbImage sr, RgbImage hr) {
        Shapes.requireSame(sr, hr);
        byte[] a = sr.pixels();
        byte[] b = hr.pixels();
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            int difference = (a[i] & 0xff) - (b[i] & 0xff);
            sum += (long) difference * difference;
        }
        return decibels(sum / (255.0 * 255.0 * a.length));
    }

    /**
     * PSNR of unquantised values, clamped to [0, 1] as the paper's evaluation does.
     *
     * @throws IllegalArgumentException if the lengths differ
     */
    public static double of(float[] sr, float[] hr) {
        Shapes.requireSame(sr, hr);
        double sum = 0;
        for (int i = 0; i < sr.length; i++) {
            double difference = (double) clamp(sr[i]) - clamp(hr[i]);
            sum += difference * difference;
        }
        return decibels(sum / sr.length);
    }

    /**
     * PSNR as SOT scores it: values as they are, nothing added to the error, 100 dB for equal ones.
     *
     * @throws IllegalArgumentException if the lengths differ
     */
    public static double unclamped(float[] sr, float[] hr) {
        Shapes.requireSame(sr, hr);
        double sum = 0;
        for (int i = 0; i < sr.length; i++) {
            double difference = (double) sr[i] - hr[i];
            sum += difference * difference;
        }
        return sum == 0 ? EQUAL_DECIBELS : -10 * Math.log10(sum / sr.length);
    }

    private static float clamp(float value) {
        return Math.min(1, Math.max(0, value));
    }

    private static double decibels(double mse) {
        return -10 * Math.log10(mse + FLOOR);
    }
}
