package io.monge.launcher.bench.image;

import io.monge.imaging.RgbImage;
import io.monge.ot.metric.Lpips;
import io.monge.ot.snapshot.FrozenMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Does the map beat bicubic and sharpening on images it has never seen? Scores of bicubic, of the
 * best unsharp masks, of the map and of HR itself on the same held-out images.
 */
public final class QualityBenchmark {

    /** HR pixels in one forward pass, as far as one image does not have more. */
    private static final long PIXELS_PER_PASS = 1 << 18;

    private static final int IMAGES_PER_PASS = 32;

    private final HeldOutPatches patches;
    private final PatchScorer scorer;
    private final ImageScores hr;
    private final ImageScores bicubic;
    private final BestMasks masks;
    private final Optional<PatchFid> fid;

    /**
     * Scores everything that does not depend on the map.
     *
     * @param lpips not closed here
     */
    public QualityBenchmark(HeldOutPatches patches, Optional<Lpips> lpips) {
        this(patches, lpips, Optional.empty());
    }

    /**
     * The same with FID.
     *
     * @param lpips not closed here
     * @param fid of the same images
     */
    QualityBenchmark(HeldOutPatches patches, Optional<Lpips> lpips, Optional<PatchFid> fid) {
        this.patches = patches;
        this.scorer = new PatchScorer(patches.hr(), lpips);
        this.hr = scorer.of(patches.hr());
        this.bicubic = scorer.of(patches.bicubic());
        this.masks = BestMasks.search(patches, scorer, hr);
        this.fid = fid;
    }

    /** Scores one map. */
    QualityReport of(FrozenMap map) {
        return new QualityReport(
                patches.scale(),
                map.iteration(),
                bicubic,
                masks,
                scores(map),
                hr,
                fid.map(protocol -> protocol.of(map)));
    }

    /** The map's scores alone. */
    ImageScores scores(FrozenMap map) {
        return scorer.of(upscaled(map));
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
        int from = 0;
        while (from < lr.size()) {
            int until = endOfPass(from);
            sr.addAll(map.upscale(lr.subList(from, until)));
            from = until;
        }
        return sr;
    }

    /** Images of one size go together, few enough for memory. */
    private int endOfPass(int from) {
        RgbImage first = patches.hr().get(from);
        long most = Math.max(1, Math.min(PIXELS_PER_PASS / first.area(), IMAGES_PER_PASS));
        int until = from + 1;
        while (until < patches.count()
                && until - from < most
                && patches.hr().get(until).width() == first.width()
                && patches.hr().get(until).height() == first.height()) {
            until++;
        }
        return until;
    }
}
