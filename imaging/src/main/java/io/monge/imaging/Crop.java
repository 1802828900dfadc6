package io.monge.imaging;

/**
 * A rectangle cut from an image, and where it lay.
 *
 * @param left px from the image's left edge
 * @param top px from the image's top edge
 */
public record Crop(int left, int top, RgbImage image) {}
