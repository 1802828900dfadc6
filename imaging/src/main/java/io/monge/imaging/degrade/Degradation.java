package io.monge.imaging.degrade;

import io.monge.imaging.RgbImage;

/** A loss of quality: clean image → degraded image. */
@FunctionalInterface
public interface Degradation {

    /** The degraded image; the same image and seed give the same result. */
    RgbImage of(RgbImage image, long seed);
}
