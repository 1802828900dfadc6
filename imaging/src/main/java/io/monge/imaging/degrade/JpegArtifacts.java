package io.monge.imaging.degrade;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;

/**
 * What JPEG compression leaves of an image: blocks and ringing of a real codec, chroma at full
 * resolution.
 *
 * @param quality 1 (worst) to 100
 */
public record JpegArtifacts(int quality) implements Degradation {

    public JpegArtifacts {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException(
                    "JPEG quality is " + quality + ", must be between 1 and 100");
        }
    }

    @Override
    public RgbImage of(RgbImage image, long seed) {
        ImageCodec codec = new ImageCodec(new ImageLimits(Integer.MAX_VALUE, image.area()));
        return codec.decode(codec.encodeJpeg(image, quality));
    }
}
