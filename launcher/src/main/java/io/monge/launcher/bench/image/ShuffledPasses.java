package io.monge.launcher.bench.image;

import io.monge.imaging.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The protocol of the paper's AIM19 runs: pass after pass over a fixed set, each image once a pass,
 * in an order drawn anew for every pass. Not thread-safe.
 */
final class ShuffledPasses implements ImagePool {

    private final List<RgbImage> images;
    private int shown;

    /**
     * @param images at least one
     */
    ShuffledPasses(List<RgbImage> images) {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("a pass needs at least one image");
        }
        this.images = new ArrayList<>(images);
        this.shown = images.size();
    }

    @Override
    public RgbImage next(SplittableRandom random) {
        if (shown == images.size()) {
            shuffle(random);
            shown = 0;
        }
        return images.get(shown++);
    }

    /** Fisher and Yates. */
    private void shuffle(SplittableRandom random) {
        for (int i = images.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            RgbImage image = images.get(i);
            images.set(i, images.get(j));
            images.set(j, image);
        }
    }
}
