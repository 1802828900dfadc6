package io.monge.serving.upscale;

import io.monge.imaging.ImageEncoding;

/**
 * One image to upscale, still encoded, and how.
 *
 * @param image encoded; not to be written to any more
 * @param output encoding of the answer
 */
public record UpscaleOrder(byte[] image, Method method, TileMode tiles, ImageEncoding output) {}
