package io.monge.serving.http;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.degrade.Range;
import io.monge.imaging.degrade.UnknownDegradation;
import io.monge.imaging.scene.ScenePainter;
import io.monge.imaging.scene.ScenePairs;
import io.monge.imaging.scene.SceneSeeds;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A few small images for visitors who have none at hand: held-out scenes of the rendered world,
 * degraded like its LR stream. Painted when first asked for. Thread-safe.
 */
public final class SampleImages {

    public static final int COUNT = 6;

    private final ScenePairs pairs;
    private final ImageCodec codec = new ImageCodec(new ImageLimits(1 << 24, 1 << 24));
    private final Map<Integer, byte[]> painted = new ConcurrentHashMap<>();

    public SampleImages(ScenePairs pairs) {
        this.pairs = pairs;
    }

    /** Samples of 64 px, degraded as the demo's LR stream. */
    public static SampleImages ofTheRenderedWorld() {
        return new SampleImages(
                new ScenePairs(
                        new ScenePainter(),
                        new UnknownDegradation(new Range(1.5, 2.5), 4, 0.01, new Range(85, 98)),
                        new SceneSeeds(0)));
    }

    /**
     * PNG bytes of a sample. Paints it the first time, about a tenth of a second: not for event
     * loops.
     *
     * @param number 1 to {@link #COUNT}
     */
    public Optional<byte[]> png(int number) {
        if (number < 1 || number > COUNT) {
            return Optional.empty();
        }
        return Optional.of(
                painted.computeIfAbsent(number, n -> codec.encodePng(pairs.scene(n).lr())));
    }
}
