package io.monge.serving.upscale;

import io.monge.imaging.ImageFormat;

/**
 * One image to upscale, still encoded, and how.
 *
 * @param image PNG or JPEG bytes; not to be written to any more
 * @param output encoding of the answer
 */
public record UpscaleOrder(byte[] image, Method method, TileMode tiles, ImageFormat output) {}
