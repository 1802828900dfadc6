package io.monge.imaging.degrade;

import io.monge.imaging.Intensity;
import io.monge.imaging.RgbImage;
import java.util.Random;

/**
 * Independent Gaussian noise on every sample, clipped.
 *
 * @param sigma standard deviation where white is 1, not negative
 */
public record SensorNoise(double sigma) implements Degradation {

    public SensorNoise {
        if (!(sigma >= 0)) {
            throw new IllegalArgumentException("sigma is " + sigma + ", must not be negative");
        }
    }

    @Override
    public RgbImage of(RgbImage image, long seed) {
        Random random = new Random(seed);
        byte[] out = new byte[image.pixels().length];
        for (int i = 0; i < out.length; i++) {
            double noise = 255 * sigma * random.nextGaussian();
            out[i] = Intensity.toByte((float) ((image.pixels()[i] & 0xFF) + noise));
        }
        return new RgbImage(image.width(), image.height(), out);
    }
}
