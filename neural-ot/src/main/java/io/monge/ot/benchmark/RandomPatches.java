package io.monge.ot.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.imaging.RgbImage;
import io.monge.ot.Sampler;
import io.monge.ot.tensor.ImageTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A pool of noise patches in memory, drawn at random: what a reservoir costs, without one. */
final class RandomPatches implements Sampler {
    private static final int POOL = 256;

    private final List<RgbImage> pool = new ArrayList<>();
    private final SplittableRandom random;

    RandomPatches(int side, long seed) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < POOL; i++) {
            byte[] pixels = new byte[RgbImage.byteLength(side, side)];
            random.nextBytes(pixels);
            pool.add(new RgbImage(side, side, pixels));
        }
    }

    @Override
    public NDArray sample(NDManager scope, int n) {
        List<RgbImage> batch = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            batch.add(pool.get(random.nextInt(POOL)));
        }
        return ImageTensors.upload(scope, batch);
    }
}
