package io.monge.launcher.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.imaging.Dihedral;
import io.monge.imaging.RgbImage;
import io.monge.ot.Sampler;
import io.monge.ot.tensor.ImageTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/**
 * Random crops under random symmetries from a sliding window over an endless stream of scenes: what
 * ingest, topic and reservoir do together in the demo. Not thread-safe.
 */
final class SceneSampler implements Sampler {

    private static final int WINDOW = 400;
    private static final int FIRST = 64;

    /** Batches drawn for each new scene: painting must not cost as much as training. */
    private static final int BATCHES_PER_SCENE = 8;

    private static final Dihedral[] SYMMETRIES = Dihedral.values();

    private final LongFunction<RgbImage> scenes;
    private final int crop;
    private final SplittableRandom random;
    private final List<RgbImage> window = new ArrayList<>();
    private long painted;
    private long batches;

    /**
     * Paints the first scenes.
     *
     * @param scenes the stream, by index
     * @param crop side of a sample, px
     */
    SceneSampler(LongFunction<RgbImage> scenes, int crop, long seed) {
        this.scenes = scenes;
        this.crop = crop;
        this.random = new SplittableRandom(seed);
        while (painted < FIRST) {
            slide();
        }
    }

    @Override
    public NDArray sample(NDManager scope, int n) {
        if (batches++ % BATCHES_PER_SCENE == 0) {
            slide();
        }
        List<RgbImage> batch = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            RgbImage scene = window.get(random.nextInt(window.size()));
            int left = random.nextInt(scene.width() - crop + 1);
            int top = random.nextInt(scene.height() - crop + 1);
            Dihedral symmetry = SYMMETRIES[random.nextInt(SYMMETRIES.length)];
            batch.add(symmetry.of(scene.crop(left, top, crop, crop)));
        }
        return ImageTensors.upload(scope, batch);
    }

    /** One scene in; once the window is full the oldest is replaced. */
    private void slide() {
        RgbImage scene = scenes.apply(painted);
        if (window.size() < WINDOW) {
            window.add(scene);
        } else {
            window.set((int) (painted % WINDOW), scene);
        }
        painted++;
    }
}
