package io.monge.imaging.degrade;

import io.monge.imaging.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How the LR side of the rendered world comes about: lens blur, decimation, sensor noise, JPEG;
 * blur and quality are drawn anew for every image.
 *
 * @param blurSigma Gaussian, px of the clean image, positive
 * @param scale whole factor of the decimation
 * @param noiseSigma where white is 1
 * @param jpegQuality 1 to 100; an image that draws 100 is not compressed at all
 */
public record UnknownDegradation(Range blurSigma, int scale, double noiseSigma, Range jpegQuality)
        implements Degradation {

    private static final int UNCOMPRESSED = 100;

    public UnknownDegradation {
        if (!(blurSigma.min() > 0)) {
            throw new IllegalArgumentException(
                    "blurSigma starts at %s px, must be positive".formatted(blurSigma.min()));
        }
        if (scale < 1) {
            throw new IllegalArgumentException("scale is " + scale + ", must be at least 1");
        }
        if (!(noiseSigma >= 0 && noiseSigma <= 1)) {
            throw new IllegalArgumentException(
                    "noiseSigma is " + noiseSigma + ", must be between 0 and 1");
        }
        if (!(jpegQuality.min() >= 1 && jpegQuality.max() <= UNCOMPRESSED)) {
            throw new IllegalArgumentException(
                    "jpegQuality is %s to %s, must be within 1 to 100"
                            .formatted(jpegQuality.min(), jpegQuality.max()));
        }
    }

    @Override
    public RgbImage of(RgbImage image, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Degradation> links = new ArrayList<>();
        links.add(new GaussianBlur(blurSigma.draw(random)));
        links.add(new Downscale(scale, Downscale.Window.CENTRE));
        links.add(new SensorNoise(noiseSigma));
        int quality = (int) Math.round(jpegQuality.draw(random));
        if (quality < UNCOMPRESSED) {
            links.add(new JpegArtifacts(quality));
        }
        return new Chain(links).of(image, random.nextLong());
    }
}
