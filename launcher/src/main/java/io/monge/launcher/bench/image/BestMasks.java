package io.monge.launcher.bench.image;

import io.monge.imaging.RgbImage;
import io.monge.imaging.UnsharpMask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The strong trivial baseline: unsharp masks over bicubic, for each measure the best of a grid,
 * chosen with the answers in sight. No single mask reaches all these numbers at once.
 */
record BestMasks(List<Scored> masks, ImageScores hr) {

    private static final double[] SIGMAS = {1, 1.5, 2, 2.5, 3, 4};
    private static final double[] AMOUNTS = {1, 1.5, 2, 3, 4, 6};

    /** Where nothing is enlarged there is less to sharpen. */
    private static final double[] SIGMAS_AT_SCALE_1 = {0.7, 1, 1.5, 2.5};

    private static final double[] AMOUNTS_AT_SCALE_1 = {0.5, 1, 1.5, 2, 3};

    /** A mask and what it scores. */
    record Scored(UnsharpMask mask, ImageScores scores) {}

    /** Scores every mask of the scale's grid. */
    static BestMasks search(HeldOutPatches patches, PatchScorer scorer, ImageScores hr) {
        List<Scored> scored = new ArrayList<>();
        for (UnsharpMask mask : grid(patches.scale())) {
            List<RgbImage> sharpened = patches.bicubic().stream().map(mask::of).toList();
            scored.add(new Scored(mask, scorer.of(sharpened)));
        }
        return new BestMasks(List.copyOf(scored), hr);
    }

    private static List<UnsharpMask> grid(int scale) {
        List<UnsharpMask> grid = new ArrayList<>();
        for (double sigma : scale == 1 ? SIGMAS_AT_SCALE_1 : SIGMAS) {
            for (double amount : scale == 1 ? AMOUNTS_AT_SCALE_1 : AMOUNTS) {
                grid.add(new UnsharpMask(sigma, amount));
            }
        }
        return grid;
    }

    /** The mask that does best by this measure alone. */
    Scored by(Measure measure) {
        return masks.stream()
                .min(Comparator.comparingDouble(mask -> measure.badness(mask.scores(), hr)))
                .orElseThrow();
    }
}
