package io.monge.launcher.bench.image;

import io.monge.imaging.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/**
 * A sliding window over an endless stream of scenes: what ingest, topic and reservoir do together
 * in the demo. Not thread-safe.
 */
final class SceneWindow implements ImagePool {

    private static final int WINDOW = 400;
    private static final int FIRST = 64;

    /** Crops drawn for each new scene: painting must not cost as much as training. */
    private static final int DRAWS_PER_SCENE = 128;

    private final LongFunction<RgbImage> scenes;
    private final List<RgbImage> window = new ArrayList<>();
    private long painted;
    private long draws;

    /**
     * Paints the first scenes.
     *
     * @param scenes the stream, by index
     */
    SceneWindow(LongFunction<RgbImage> scenes) {
        this.scenes = scenes;
        while (painted < FIRST) {
            slide();
        }
    }

    @Override
    public RgbImage next(SplittableRandom random) {
        if (draws++ % DRAWS_PER_SCENE == 0) {
            slide();
        }
        return window.get(random.nextInt(window.size()));
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
