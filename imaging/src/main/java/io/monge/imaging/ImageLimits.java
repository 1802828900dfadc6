package io.monge.imaging;

import java.util.Set;

/**
 * What is read at all, and how large it may be; all of it is checked before a pixel is decoded.
 *
 * @param maxBytes encoded size, bytes
 * @param maxPixels width times height as the header states it
 * @param formats the encodings that are read
 */
public record ImageLimits(long maxBytes, long maxPixels, Set<ImageFormat> formats) {

    public ImageLimits {
        formats = Set.copyOf(formats);
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + ", must be positive");
        }
        if (maxPixels < 1 || maxPixels > Integer.MAX_VALUE / RgbImage.CHANNELS) {
            throw new IllegalArgumentException(
                    "maxPixels is %d, must be between 1 and %d"
                            .formatted(maxPixels, Integer.MAX_VALUE / RgbImage.CHANNELS));
        }
        if (formats.isEmpty()) {
            throw new IllegalArgumentException("formats is empty, must name at least one");
        }
    }

    /** Of the usual formats. */
    public ImageLimits(long maxBytes, long maxPixels) {
        this(maxBytes, maxPixels, ImageFormat.USUAL);
    }
}
