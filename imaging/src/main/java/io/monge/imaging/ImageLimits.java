package io.monge.imaging;

/**
 * How large an encoded image may be; both limits are checked before a pixel is decoded.
 *
 * @param maxBytes encoded size, bytes
 * @param maxPixels width times height as the header states it
 */
public record ImageLimits(long maxBytes, long maxPixels) {

    public ImageLimits {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + ", must be positive");
        }
        if (maxPixels < 1 || maxPixels > Integer.MAX_VALUE / RgbImage.CHANNELS) {
            throw new IllegalArgumentException(
                    "maxPixels is %d, must be between 1 and %d"
                            .formatted(maxPixels, Integer.MAX_VALUE / RgbImage.CHANNELS));
        }
    }
}
