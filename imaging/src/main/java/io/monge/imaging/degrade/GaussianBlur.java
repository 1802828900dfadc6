package io.monge.imaging.degrade;

import io.monge.imaging.GaussianFilter;
import io.monge.imaging.Intensity;
import io.monge.imaging.RgbImage;

/**
 * Blur by a Gaussian lens.
 *
 * @param sigma standard deviation, px, positive
 */
public record GaussianBlur(double sigma) implements Degradation {

    public GaussianBlur {
        if (!(sigma > 0)) {
            throw new IllegalArgumentException("sigma is " + sigma + " px, must be positive");
        }
    }

    @Override
    public RgbImage of(RgbImage image, long seed) {
        float[] smoothed = new GaussianFilter(sigma).smooth(image);
        byte[] out = new byte[smoothed.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Intensity.toByte(smoothed[i]);
        }
        return new RgbImage(image.width(), image.height(), out);
    }
}
