package io.monge.launcher.bench.image;

import java.util.function.ToDoubleFunction;

/** One row of the table: how it is read off, called, and compared. */
enum Measure {
    LPIPS("lpips", "LPIPS", Better.LOWER, scores -> scores.lpips().orElse(Double.NaN)),
    MEAN_REMOVED(
            "slicedWassersteinMeanRemoved",
            "sliced W1, mean removed",
            Better.LOWER,
            ImageScores::meanRemoved),
    SLICED("slicedWasserstein", "sliced W1", Better.LOWER, ImageScores::slicedWasserstein),
    PALETTE("paletteContrast", "palette contrast", Better.NEARER_HR, ImageScores::paletteContrast),
    PSNR("psnr", "PSNR, dB", Better.HIGHER, ImageScores::psnr),
    SSIM("ssim", "SSIM", Better.HIGHER, ImageScores::ssim),
    GRADIENT("gradient", "gradient / HR's", Better.NEARER_HR, ImageScores::gradient),
    LAPLACIAN("laplacian", "Laplacian / HR's", Better.NEARER_HR, ImageScores::laplacian),
    CLIPPED("clipped", "clipped share", Better.NEARER_HR, ImageScores::clipped);

    /** In which direction a value improves. */
    private enum Better {
        LOWER,
        HIGHER,
        NEARER_HR
    }

    private final String key;
    private final String label;
    private final Better better;
    private final ToDoubleFunction<ImageScores> value;

    Measure(String key, String label, Better better, ToDoubleFunction<ImageScores> value) {
        this.key = key;
        this.label = label;
        this.better = better;
        this.value = value;
    }

    String key() {
        return key;
    }

    String label() {
        return label;
    }

    double of(ImageScores scores) {
        return value.applyAsDouble(scores);
    }

    /** How far from ideal, whatever the direction: the smaller the better. */
    double badness(ImageScores scores, ImageScores hr) {
        return switch (better) {
            case LOWER -> of(scores);
            case HIGHER -> -of(scores);
            case NEARER_HR -> Math.abs(of(scores) - of(hr));
        };
    }
}
