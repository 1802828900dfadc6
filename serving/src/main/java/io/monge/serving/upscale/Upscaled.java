package io.monge.serving.upscale;

import io.monge.imaging.RgbImage;

/**
 * An upscaled image and the one model that made all of it.
 *
 * @param version the model's version
 */
public record Upscaled(RgbImage image, long version) {}
