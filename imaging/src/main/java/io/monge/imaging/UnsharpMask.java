package io.monge.imaging;

/**
 * Unsharp masking: {@code image + amount * (image - smoothed)}, clipped; the trivial baseline a
 * learned map must beat.
 *
 * @param sigma of the Gaussian, px, positive
 * @param amount strength, 0 = unchanged
 */
public record UnsharpMask(double sigma, double amount) {

    public UnsharpMask {
        if (!(sigma > 0)) {
            throw new IllegalArgumentException("sigma is " + sigma + " px, must be positive");
        }
        if (!(amount >= 0)) {
            throw new IllegalArgumentException("amount is " + amount + ", must not be negative");
        }
    }

    /** The sharpened image. */
    public RgbImage of(RgbImage image) {
        float[] smoothed = new GaussianFilter(sigma).smooth(image);
        byte[] out = new byte[smoothed.length];
        for (int i = 0; i < out.length; i++) {
            float value = image.pixels()[i] & 0xFF;
            out[i] = Intensity.toByte((float) (value + amount * (value - smoothed[i])));
        }
        return new RgbImage(image.width(), image.height(), out);
    }
}
