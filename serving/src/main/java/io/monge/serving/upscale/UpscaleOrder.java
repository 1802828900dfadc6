package io.monge.serving.upscale;

import io.monge.imaging.ImageEncoding;
import java.util.List;

/**
 * One image to upscale, still encoded, and how.
 *
 * @param image encoded; not to be written to any more
 * @param output encoding of the answer
 * @param versions of the model: none for the served one; of two, the answer shows both results side
 *     by side
 */
public record UpscaleOrder(
        byte[] image, Method method, TileMode tiles, ImageEncoding output, List<Long> versions) {

    public static final int MOST_VERSIONS = 2;

    public UpscaleOrder {
        versions = List.copyOf(versions);
        if (versions.size() > MOST_VERSIONS) {
            throw new IllegalArgumentException(
                    "%d versions are asked for, at most %d can be compared"
                            .formatted(versions.size(), MOST_VERSIONS));
        }
    }

    /** By the served version. */
    public UpscaleOrder(byte[] image, Method method, TileMode tiles, ImageEncoding output) {
        this(image, method, tiles, output, List.of());
    }
}
