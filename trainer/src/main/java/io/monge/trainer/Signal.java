package io.monge.trainer;

import io.monge.runtime.metric.Metric;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a snapshot is judged by, on held-out patches of both streams without pairs, and on true
 * pairs where the user has some: the one place that says which way is better. {@link BiasMonitor},
 * {@link PairScores} and {@link TileError} measure them.
 */
enum Signal {
    PALETTE_CONTRAST_LR(Metric.TRAINER_PALETTE_CONTRAST_LR, Better.GIVEN, 0, it -> 0),
    PALETTE_CONTRAST_SR(
            Metric.TRAINER_PALETTE_CONTRAST_SR,
            Better.NEARER_TO_HR,
            0.1,
            Tolerances::paletteContrast),
    PALETTE_CONTRAST_HR(Metric.TRAINER_PALETTE_CONTRAST_HR, Better.GIVEN, 0, it -> 0),
    // Identity has none, and a good map some: what is forgiven is what the demo's best maps have.
    CONTENT_HELD_OUT(
            Metric.TRAINER_CONTENT_HELD_OUT, Better.LOWER, 0.03, Tolerances::contentHeldOut),
    CLIPPED_SHARE(Metric.TRAINER_CLIPPED_SHARE, Better.LOWER, 0.05, Tolerances::clippedShare),
    BW2_UVP(Metric.TRAINER_BW2_UVP, Better.LOWER, 1, Tolerances::bw2Uvp),
    MONGE_GAP(Metric.TRAINER_MONGE_GAP, Better.LOWER, 0.01, Tolerances::mongeGap),
    SLICED_WASSERSTEIN(
            Metric.TRAINER_SLICED_WASSERSTEIN, Better.LOWER, 0.01, Tolerances::slicedWasserstein),
    SLICED_WASSERSTEIN_TEXTURE(
            Metric.TRAINER_SLICED_WASSERSTEIN_TEXTURE,
            Better.LOWER,
            0.01,
            Tolerances::slicedWassersteinTexture),
    TILE_ERROR(Metric.TRAINER_TILE_ERROR, Better.GIVEN, 0, it -> 0),
    // The pairs are always the same: nothing is forgiven but rounding.
    PAIRS_PSNR(Metric.TRAINER_PAIRS_PSNR, Better.DECIBELS, 0.001, Tolerances::pairsPsnr),
    PAIRS_SSIM(Metric.TRAINER_PAIRS_SSIM, Better.NEARER_TO_1, 0.001, Tolerances::pairsSsim),
    PAIRS_LPIPS(Metric.TRAINER_PAIRS_LPIPS, Better.LOWER, 0.001, Tolerances::pairsLpips);

    private static final String OWNER = "trainer.";
    private static final double DECIBELS_PER_TEN = 20; // of amplitudes

    private final Metric metric;
    private final Better better;
    private final double noise;
    private final ToDoubleFunction<Tolerances> tolerance;

    Signal(Metric metric, Better better, double noise, ToDoubleFunction<Tolerances> tolerance) {
        this.metric = metric;
        this.better = better;
        this.noise = noise;
        this.tolerance = tolerance;
    }

    /** Under which it is on the dashboard. */
    Metric metric() {
        return metric;
    }

    /** Under which it is in manifests: the metric's without its owner. */
    String score() {
        return metric.id().substring(OWNER.length());
    }

    Better better() {
        return better;
    }

    /**
     * The worst that is still as good as this, both as {@link Scores#badness}.
     *
     * @param badness of the served version
     */
    double limit(double badness, Tolerances tolerances) {
        return limit(badness, 1, tolerances);
    }

    /**
     * The same with a tolerance and a noise so many times as large.
     *
     * @param times 1 for two versions on the same patches, more for other patches
     */
    double limit(double badness, double times, Tolerances tolerances) {
        return badness * (1 + times * tolerance.applyAsDouble(tolerances)) + times * noise;
    }

    /** A badness as people know the signal. */
    String told(double badness) {
        return switch (better) {
            case LOWER, GIVEN -> String.format(Locale.ROOT, "%.4g", badness);
            case DECIBELS ->
                    String.format(Locale.ROOT, "%.2f dB", -DECIBELS_PER_TEN * Math.log10(badness));
            case NEARER_TO_1 -> String.format(Locale.ROOT, "%.4g", 1 - badness);
            case NEARER_TO_HR -> String.format(Locale.ROOT, "%.4g off HR's", badness);
        };
    }

    /** Which of two values is better. */
    enum Better {
        LOWER,
        /** A signal-to-noise ratio, dB: what counts is the noise, a share of the range. */
        DECIBELS,
        NEARER_TO_1,
        /** The nearer to the same signal of the HR patches, as a share of that. */
        NEARER_TO_HR,
        /** Neither: it belongs to the patches, not to the map. */
        GIVEN
    }
}
