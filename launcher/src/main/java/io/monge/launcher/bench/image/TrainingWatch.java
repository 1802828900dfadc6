package io.monge.launcher.bench.image;

import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.tensor.Compute;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Trains for a time and says how good the map is on the way. Scoring takes no training time.
 *
 * @param every training time from one line to the next
 * @param progress where the lines go
 */
record TrainingWatch(
        QualityBenchmark benchmark, Compute compute, Duration every, PrintStream progress) {

    /** Trains until {@code total} of training time has passed since the training began. */
    void run(ImageTraining training, Duration total) {
        while (training.elapsed().compareTo(total) < 0) {
            Duration left = total.minus(training.elapsed());
            training.run(left.compareTo(every) < 0 ? left : every);
            say(training);
        }
    }

    private void say(ImageTraining training) {
        try (FrozenMap map = FrozenMap.open(training.snapshot(), compute)) {
            ImageScores scores = benchmark.scores(map);
            progress.printf(
                    Locale.ROOT,
                    "%4d s (CPU %d s), iteration %5d: LPIPS %.4f, sliced W1 %.4f, mean removed"
                            + " %.4f, palette %.4f, PSNR %.2f, gradient %.2f, R_c %.4f%n",
                    training.elapsed().toSeconds(),
                    training.cpu().toSeconds(),
                    map.iteration(),
                    scores.lpips().orElse(Double.NaN),
                    scores.slicedWasserstein(),
                    scores.meanRemoved(),
                    scores.paletteContrast(),
                    scores.psnr(),
                    scores.gradient(),
                    training.contentLoss());
        }
    }
}
