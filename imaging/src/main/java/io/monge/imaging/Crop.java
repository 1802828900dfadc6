package io.monge.imaging;

/**
 * A rectangle cut from an image, and where it lay.
 *
 * @param left px from the image's left edge
 * @param top px from the image's top edge
 */
public record Crop(int left, int top, RgbImage image) {

    /**
     * The middle of an image; where it does not divide evenly, the offset is rounded to the even
     * one of both neighbours, as the paper's evaluation does (torchvision's CenterCrop).
     *
     * @throws IllegalArgumentException if the image is smaller
     */
    public static Crop center(RgbImage image, int width, int height) {
        int left = (int) Math.rint((image.width() - width) / 2.0);
        int top = (int) Math.rint((image.height() - height) / 2.0);
        return new Crop(left, top, image.crop(left, top, width, height));
    }
}
