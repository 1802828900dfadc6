package io.monge.imaging;

import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Endless uniformly random square crops of an image.
 *
 * @param size side of a crop, px
 */
public record RandomCrops(int size) {

    public RandomCrops {
        if (size < 1) {
            throw new IllegalArgumentException("A crop is at least 1 px wide, not " + size);
        }
    }

    /** Whether a crop of this size can be cut from the image. */
    public boolean fits(RgbImage image) {
        return image.width() >= size && image.height() >= size;
    }

    /**
     * The crops of an image, endless and lazy; the same seed gives the same crops.
     *
     * @throws IllegalArgumentException if the image is smaller than a crop
     */
    public Stream<Crop> of(RgbImage image, long seed) {
        if (!fits(image)) {
            throw new IllegalArgumentException(
                    "%s is smaller than a crop of %d px".formatted(image, size));
        }
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(
                () -> {
                    int left = random.nextInt(image.width() - size + 1);
                    int top = random.nextInt(image.height() - size + 1);
                    return new Crop(left, top, image.crop(left, top, size, size));
                });
    }
}
