package io.monge.trainer;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.RgbImage;
import io.monge.ot.metric.BlockMoments;
import io.monge.ot.metric.BuresWassersteinUvp;
import io.monge.ot.metric.ClippedShare;
import io.monge.ot.metric.MongeGap;
import io.monge.ot.metric.PaletteContrast;
import io.monge.ot.metric.SlicedWasserstein;
import io.monge.ot.metric.SlicedWasserstein.Distances;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The paper's bias picture (App. D), live, and what else can be said of a map without pairs: each
 * {@link Signal} of a snapshot on held-out patches of both streams. An unbiased map brings the
 * palette contrast of T(LR) to that of HR.
 *
 * <p>Works on the published map as serving will see it, in bytes, on the thread that publishes:
 * training goes on meanwhile. The same projections and patch positions for every snapshot, so that
 * two on the same patches can be compared. Stateless.
 */
final class BiasMonitor {

    /** Of the sliced distances: a fifth of a second's work for both sets. */
    private static final int BLOCKS = 4096;

    private static final int PROJECTIONS = 64;
    private static final long SEED = 20;

    /** Side of the blocks whose moments are compared, px. */
    private static final int MOMENT_BLOCK = 4;

    /** Of the Monge gap, whose cost grows with the square of their number. */
    private static final int ASSIGNED = 64;

    private final SlicedWasserstein sliced = new SlicedWasserstein(BLOCKS, PROJECTIONS, SEED);

    /** Every signal that patches of this size have. */
    Map<Signal, Double> measure(Rendition rendition) {
        List<RgbImage> sr = rendition.sr();
        List<RgbImage> hr = rendition.hr();
        BicubicResampler bicubic = new BicubicResampler(rendition.scale());
        List<RgbImage> up = rendition.lr().stream().map(bicubic::of).toList();
        Map<Signal, Double> values = new EnumMap<>(Signal.class);
        double contrast = PaletteContrast.of(hr);
        values.put(Signal.PALETTE_CONTRAST_LR, PaletteContrast.of(rendition.lr()));
        values.put(Signal.PALETTE_CONTRAST_SR, PaletteContrast.of(sr));
        values.put(Signal.PALETTE_CONTRAST_HR, contrast);
        values.put(Signal.CONTENT_HELD_OUT, contentCost(up, sr));
        values.put(Signal.CLIPPED_SHARE, ClippedShare.of(sr));
        values.put(Signal.MONGE_GAP, mongeGap(up, sr));
        int side = Math.min(hr.get(0).width(), hr.get(0).height());
        if (side >= MOMENT_BLOCK && contrast > 0) { // one single colour explains no variance
            values.put(
                    Signal.BW2_UVP,
                    BuresWassersteinUvp.percent(
                            BlockMoments.of(sr, MOMENT_BLOCK), BlockMoments.of(hr, MOMENT_BLOCK)));
        }
        if (side >= SlicedWasserstein.PATCH) {
            Distances distances = sliced.between(sr, hr);
            values.put(Signal.SLICED_WASSERSTEIN, distances.plain());
            values.put(Signal.SLICED_WASSERSTEIN_TEXTURE, distances.meanRemoved());
        }
        return values;
    }

    /** Mean squared difference of T(x) and bicubic(x) in [-1, 1] units: R_c of eq. (1) for MSE. */
    private static double contentCost(List<RgbImage> up, List<RgbImage> sr) {
        double sum = 0;
        long values = 0;
        for (int i = 0; i < up.size(); i++) {
            byte[] before = up.get(i).pixels();
            byte[] after = sr.get(i).pixels();
            for (int j = 0; j < before.length; j++) {
                double difference = ((after[j] & 0xFF) - (before[j] & 0xFF)) / 127.5;
                sum += difference * difference;
            }
            values += before.length;
        }
        return sum / values;
    }

    /** In the unit of the content cost, which is thereby what is optimal and this. */
    private static double mongeGap(List<RgbImage> up, List<RgbImage> sr) {
        int n = Math.min(ASSIGNED, up.size());
        float[][] pushed = points(sr.subList(0, n));
        return MongeGap.quadratic(points(up.subList(0, n)), pushed) / pushed[0].length;
    }

    private static float[][] points(List<RgbImage> images) {
        float[][] points = new float[images.size()][];
        for (int i = 0; i < points.length; i++) {
            byte[] pixels = images.get(i).pixels();
            points[i] = new float[pixels.length];
            for (int j = 0; j < pixels.length; j++) {
                points[i][j] = (pixels[j] & 0xFF) / 127.5f - 1;
            }
        }
        return points;
    }
}
