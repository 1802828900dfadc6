package io.monge.launcher.bench;

import io.monge.imaging.RgbImage;
import io.monge.ot.metric.Lpips;
import io.monge.ot.snapshot.FrozenMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Does the map beat bicubic and sharpening on scenes it has never seen? Scores of bicubic, of the
 * best unsharp masks, of the map and of HR itself on the same held-out patches.
 */
public final class ScenesBenchmark {

    /** Patches in one forward pass. */
    private static final int BATCH = 32;

    private final HeldOutPatches patches;
    private final PatchScorer scorer;
    private final ImageScores hr;
    private final ImageScores bicubic;
    private final BestMasks masks;

    /**
     * Scores everything that does not depend on the map.
     *
     * @param lpips not closed here
     */
    public ScenesBenchmark(HeldOutPatches patches, Optional<Lpips> lpips) {
        this.patches = patches;
        this.scorer = new PatchScorer(patches.hr(), lpips);
        this.hr = scorer.of(patches.hr());
        this.bicubic = scorer.of(patches.bicubic());
        this.masks = BestMasks.search(patches.bicubic(), scorer, hr);
    }

    /** Scores one map. */
    ScenesReport of(FrozenMap map) {
        return new ScenesReport(
                patches, map.iteration(), bicubic, masks, scorer.of(upscaled(map)), hr);
    }

    /** The map's answers to all patches. */
    List<RgbImage> upscaled(FrozenMap map) {
        if (map.scale() != patches.scale()) {
            throw new IllegalArgumentException(
                    "the map enlarges x%d, the patches need x%d"
                            .formatted(map.scale(), patches.scale()));
        }
        List<RgbImage> sr = new ArrayList<>();
        List<RgbImage> lr = patches.lr();
        for (int from = 0; from < lr.size(); from += BATCH) {
            sr.addAll(map.upscale(lr.subList(from, Math.min(from + BATCH, lr.size()))));
        }
        return sr;
    }
}
