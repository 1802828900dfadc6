package io.monge.trainer;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.RgbImage;
import io.monge.ot.metric.ClippedShare;
import io.monge.ot.metric.PaletteContrast;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.trainer.wire.Score;
import java.util.List;

/**
 * The paper's bias picture (App. D), live: scores of a snapshot on held-out patches of both
 * streams, which need no pairs. An unbiased map brings the palette contrast of T(LR) to that of HR.
 *
 * <p>Works on the published map as serving will see it, in bytes, on the thread that publishes:
 * training goes on meanwhile. Stateless.
 */
final class BiasMonitor {

    private final MetricEmitter metrics;

    BiasMonitor(MetricEmitter metrics) {
        this.metrics = metrics;
    }

    /** Palette contrasts, content cost and clipped share. */
    List<Score> score(long version, Rendition rendition) {
        List<RgbImage> sr = rendition.sr();
        return List.of(
                score(
                        version,
                        Metric.TRAINER_PALETTE_CONTRAST_LR,
                        PaletteContrast.of(rendition.lr())),
                score(version, Metric.TRAINER_PALETTE_CONTRAST_SR, PaletteContrast.of(sr)),
                score(
                        version,
                        Metric.TRAINER_PALETTE_CONTRAST_HR,
                        PaletteContrast.of(rendition.hr())),
                score(version, Metric.TRAINER_CONTENT_HELD_OUT, contentCost(rendition)),
                score(version, Metric.TRAINER_CLIPPED_SHARE, ClippedShare.of(sr)));
    }

    /**
     * A metric for the dashboard, and under the same name without its owner a score for the
     * manifest.
     */
    private Score score(long version, Metric metric, double value) {
        metrics.emitAt(version, metric, value);
        return new Score(metric.id().substring("trainer.".length()), value);
    }

    /** Mean squared difference of T(x) and bicubic(x) in [-1, 1] units: R_c of eq. (1) for MSE. */
    private static double contentCost(Rendition rendition) {
        BicubicResampler bicubic = new BicubicResampler(rendition.scale());
        List<RgbImage> lr = rendition.lr();
        double sum = 0;
        long values = 0;
        for (int i = 0; i < lr.size(); i++) {
            byte[] up = bicubic.of(lr.get(i)).pixels();
            byte[] mapped = rendition.sr().get(i).pixels();
            for (int j = 0; j < up.length; j++) {
                double difference = ((mapped[j] & 0xFF) - (up[j] & 0xFF)) / 127.5;
                sum += difference * difference;
            }
            values += up.length;
        }
        return sum / values;
    }
}
