package io.monge.launcher.bench.image;

import io.monge.imaging.RgbImage;
import java.util.SplittableRandom;

/** The images of one side of a training, none smaller than a crop. Not thread-safe. */
interface ImagePool {

    /**
     * The image from which the next crop is cut.
     *
     * @param random of the sampler that asks
     */
    RgbImage next(SplittableRandom random);
}
