package io.monge.launcher.bench.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.imaging.Dihedral;
import io.monge.imaging.RgbImage;
import io.monge.ot.Sampler;
import io.monge.ot.tensor.ImageTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random crops under random symmetries: the augmentation of the paper's AIM19 runs. Not
 * thread-safe.
 */
final class CropSampler implements Sampler {

    private static final Dihedral[] SYMMETRIES = Dihedral.values();

    private final ImagePool pool;
    private final int crop;
    private final ColourJitter jitter;
    private final SplittableRandom random;

    /**
     * @param crop side of a sample, px
     * @param jitter of every sample, after its symmetry
     */
    CropSampler(ImagePool pool, int crop, ColourJitter jitter, long seed) {
        this.pool = pool;
        this.crop = crop;
        this.jitter = jitter;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public NDArray sample(NDManager scope, int n) {
        List<RgbImage> batch = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            RgbImage image = pool.next(random);
            int left = random.nextInt(image.width() - crop + 1);
            int top = random.nextInt(image.height() - crop + 1);
            Dihedral symmetry = SYMMETRIES[random.nextInt(SYMMETRIES.length)];
            RgbImage sample = symmetry.of(image.crop(left, top, crop, crop));
            batch.add(jitter.of(sample, random));
        }
        return ImageTensors.upload(scope, batch);
    }
}
