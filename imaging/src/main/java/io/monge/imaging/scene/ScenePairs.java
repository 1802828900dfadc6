package io.monge.imaging.scene;

import io.monge.imaging.RgbImage;
import io.monge.imaging.degrade.Degradation;
import java.util.SplittableRandom;

/**
 * True pairs for scoring, from scenes that neither training stream of the same world ever shows.
 * Thread-safe.
 *
 * @param seeds the world whose training streams are to be avoided
 * @param degradation the one of the LR training stream; must reduce by a whole factor that divides
 *     the scene size
 */
public record ScenePairs(ScenePainter painter, Degradation degradation, SceneSeeds seeds) {

    /** A whole scene and its degraded version. */
    public ScenePair scene(long index) {
        long seed = seeds.of(SceneStream.HELD_OUT, index);
        RgbImage hr = painter.paint(seed);
        ScenePair pair = new ScenePair(degradation.of(hr, degradationSeed(seed)), hr);
        if (pair.lr().width() * pair.scale() != hr.width()) {
            throw new IllegalArgumentException(
                    "The degradation makes %s of %s: no whole factor".formatted(pair.lr(), hr));
        }
        return pair;
    }

    /**
     * One random place of scene {@code index}, in both versions.
     *
     * @param lrSize side of the LR crop, px
     */
    public ScenePair patch(long index, int lrSize) {
        ScenePair whole = scene(index);
        SplittableRandom random = new SplittableRandom(index);
        int left = random.nextInt(whole.lr().width() - lrSize + 1);
        int top = random.nextInt(whole.lr().height() - lrSize + 1);
        return whole.crop(left, top, lrSize);
    }

    private static long degradationSeed(long sceneSeed) {
        return ~sceneSeed;
    }
}
