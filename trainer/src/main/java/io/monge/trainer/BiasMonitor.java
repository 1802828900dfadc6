package io.monge.trainer;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.RgbImage;
import io.monge.ot.metric.ClippedShare;
import io.monge.ot.metric.PaletteContrast;
import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.Precision;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.trainer.wire.Score;
import java.util.ArrayList;
import java.util.List;

/**
 * The paper's bias picture (App. D), live: scores of a snapshot on held-out patches of both
 * streams, which need no pairs. An unbiased map brings the palette contrast of T(LR) to that of HR.
 *
 * <p>Works on the published map as serving will see it, in bytes, on the thread that publishes:
 * training goes on meanwhile. Stateless.
 */
final class BiasMonitor {

    /** Patches per forward pass: bounds the memory, whatever the size of the held-out buffer. */
    private static final int BATCH = 8;

    private final Compute compute;
    private final MetricEmitter metrics;

    BiasMonitor(Compute compute, MetricEmitter metrics) {
        this.compute = compute.in(Precision.FLOAT32); // scores of the weights, not of a machine
        this.metrics = metrics;
    }

    /**
     * @param lr held-out patches of P
     * @param hr held-out patches of Q
     * @return palette contrasts, content cost and clipped share; nothing while a buffer is empty
     */
    List<Score> score(ModelSnapshot snapshot, List<RgbImage> lr, List<RgbImage> hr) {
        if (lr.isEmpty() || hr.isEmpty()) {
            return List.of();
        }
        List<RgbImage> sr = upscaled(snapshot, lr);
        return List.of(
                score(snapshot, Metric.TRAINER_PALETTE_CONTRAST_LR, PaletteContrast.of(lr)),
                score(snapshot, Metric.TRAINER_PALETTE_CONTRAST_SR, PaletteContrast.of(sr)),
                score(snapshot, Metric.TRAINER_PALETTE_CONTRAST_HR, PaletteContrast.of(hr)),
                score(
                        snapshot,
                        Metric.TRAINER_CONTENT_HELD_OUT,
                        contentCost(lr, sr, snapshot.scale())),
                score(snapshot, Metric.TRAINER_CLIPPED_SHARE, ClippedShare.of(sr)));
    }

    /**
     * A metric for the dashboard, and under the same name without its owner a score for the
     * manifest.
     */
    private Score score(ModelSnapshot snapshot, Metric metric, double value) {
        metrics.emitAt(snapshot.iteration(), metric, value);
        return new Score(metric.id().substring("trainer.".length()), value);
    }

    private List<RgbImage> upscaled(ModelSnapshot snapshot, List<RgbImage> lr) {
        List<RgbImage> sr = new ArrayList<>(lr.size());
        try (FrozenMap map = FrozenMap.open(snapshot, compute)) {
            for (int from = 0; from < lr.size(); from += BATCH) {
                sr.addAll(map.upscale(lr.subList(from, Math.min(lr.size(), from + BATCH))));
            }
        }
        return sr;
    }

    /** Mean squared difference of T(x) and bicubic(x) in [-1, 1] units: R_c of eq. (1) for MSE. */
    private static double contentCost(List<RgbImage> lr, List<RgbImage> sr, int scale) {
        BicubicResampler bicubic = new BicubicResampler(scale);
        double sum = 0;
        long values = 0;
        for (int i = 0; i < lr.size(); i++) {
            byte[] up = bicubic.of(lr.get(i)).pixels();
            byte[] mapped = sr.get(i).pixels();
            for (int j = 0; j < up.length; j++) {
                double difference = ((mapped[j] & 0xFF) - (up[j] & 0xFF)) / 127.5;
                sum += difference * difference;
            }
            values += up.length;
        }
        return sum / values;
    }
}
