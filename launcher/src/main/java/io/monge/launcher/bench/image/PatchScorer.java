package io.monge.launcher.bench.image;

import io.monge.imaging.RgbImage;
import io.monge.ot.metric.ClippedShare;
import io.monge.ot.metric.GradientEnergy;
import io.monge.ot.metric.LaplacianEnergy;
import io.monge.ot.metric.Lpips;
import io.monge.ot.metric.PaletteContrast;
import io.monge.ot.metric.Psnr;
import io.monge.ot.metric.SlicedWasserstein;
import io.monge.ot.metric.Ssim;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;

/** Scores upscaled patches against the true ones. Thread-safe as far as its LPIPS is. */
final class PatchScorer {

    private static final long SEED = 20;

    private final List<RgbImage> hr;
    private final Optional<Lpips> lpips;
    private final SlicedWasserstein sliced = SlicedWasserstein.seeded(SEED);
    private final SlicedWasserstein.Reference reference;
    private final double gradient;
    private final double laplacian;

    PatchScorer(List<RgbImage> hr, Optional<Lpips> lpips) {
        this.hr = hr;
        this.lpips = lpips;
        this.reference = sliced.reference(hr);
        this.gradient = GradientEnergy.of(hr);
        this.laplacian = LaplacianEnergy.of(hr);
    }

    /** The scores of {@code sr}, patch by patch the answer to {@code hr}. */
    ImageScores of(List<RgbImage> sr) {
        SlicedWasserstein.Distances distances = sliced.between(sr, reference);
        return new ImageScores(
                lpips.map(net -> OptionalDouble.of(net.mean(sr, hr)))
                        .orElse(OptionalDouble.empty()),
                distances.plain(),
                distances.meanRemoved(),
                PaletteContrast.of(sr),
                mean(sr, Psnr::of),
                mean(sr, Ssim::of),
                GradientEnergy.of(sr) / gradient,
                LaplacianEnergy.of(sr) / laplacian,
                ClippedShare.of(sr));
    }

    private double mean(List<RgbImage> sr, ToDoubleBiFunction<RgbImage, RgbImage> metric) {
        double sum = 0;
        for (int i = 0; i < sr.size(); i++) {
            sum += metric.applyAsDouble(sr.get(i), hr.get(i));
        }
        return sum / sr.size();
    }
}
