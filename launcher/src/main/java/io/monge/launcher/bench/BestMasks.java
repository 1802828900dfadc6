package io.monge.launcher.bench;

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

    /** A mask and what it scores. */
    record Scored(UnsharpMask mask, ImageScores scores) {}

    /** Scores every mask of the grid. */
    static BestMasks search(List<RgbImage> bicubic, PatchScorer scorer, ImageScores hr) {
        List<Scored> scored = new ArrayList<>();
        for (double sigma : SIGMAS) {
            for (double amount : AMOUNTS) {
                UnsharpMask mask = new UnsharpMask(sigma, amount);
                scored.add(new Scored(mask, scorer.of(bicubic.stream().map(mask::of).toList())));
            }
        }
        return new BestMasks(List.copyOf(scored), hr);
    }

    /** The mask that does best by this measure alone. */
    Scored by(Measure measure) {
        return masks.stream()
                .min(Comparator.comparingDouble(mask -> measure.badness(mask.scores(), hr)))
                .orElseThrow();
    }
}
