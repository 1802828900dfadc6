package io.monge.ot.metric;

import io.monge.imaging.RgbImage;
import java.util.List;

/**
 * The normal fit of an image set's small blocks: squares of b×b px, side by side, as points of [−1,
 * 1]^(3·b²). Its covariance holds the palette and how neighbouring pixels go together.
 */
public final class BlockMoments {

    private BlockMoments() {}

    /**
     * Mean and covariance of all whole blocks of all images.
     *
     * @param side b, px; cost grows with its fourth power
     * @throws IllegalArgumentException if an image is smaller than a block
     */
    public static Gaussian of(List<RgbImage> images, int side) {
        Shapes.requireSome(images);
        StreamingMoments moments = new StreamingMoments(3 * side * side);
        for (RgbImage image : images) {
            moments.add(blocks(image, side));
        }
        return moments.gaussian();
    }

    private static float[][] blocks(RgbImage image, int side) {
        int columns = image.width() / side;
        int rows = image.height() / side;
        if (columns * rows == 0) {
            throw new IllegalArgumentException(
                    "images of at least %dx%d px are needed, this one is %dx%d"
                            .formatted(side, side, image.width(), image.height()));
        }
        float[][] blocks = new float[rows * columns][];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = block(image, i % columns * side, i / columns * side, side);
        }
        return blocks;
    }

    private static float[] block(RgbImage image, int left, int top, int side) {
        byte[] pixels = image.pixels();
        float[] block = new float[3 * side * side];
        for (int y = 0; y < side; y++) {
            int from = 3 * ((top + y) * image.width() + left);
            for (int i = 0; i < 3 * side; i++) {
                block[3 * side * y + i] = (pixels[from + i] & 0xff) / 127.5f - 1;
            }
        }
        return block;
    }
}
