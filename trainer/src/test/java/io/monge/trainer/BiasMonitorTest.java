package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.RgbImage;
import io.monge.trainer.wire.Score;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BiasMonitorTest {

    private final BiasMonitor monitor = new BiasMonitor();
    private final List<RgbImage> lr = Blobs.lr(new Random(1), 64);
    private final List<RgbImage> hr = Blobs.hr(new Random(2), 64);

    @Test
    void measuresEverySignal() {
        // What needs pairs or the network itself is measured elsewhere.
        EnumSet<Signal> ofPatches =
                EnumSet.complementOf(
                        EnumSet.of(
                                Signal.TILE_ERROR,
                                Signal.PAIRS_PSNR,
                                Signal.PAIRS_SSIM,
                                Signal.PAIRS_LPIPS));
        assertThat(monitor.measure(rendition(bicubic())))
                .containsOnlyKeys(ofPatches.toArray(Signal[]::new));
    }

    @Test
    void bicubicCostsNothingAndIsPalerAndSmootherThanTheTarget() {
        Map<Signal, Double> bicubic = monitor.measure(rendition(bicubic()));
        Map<Signal, Double> target = monitor.measure(rendition(Blobs.hr(new Random(3), 64)));

        assertThat(bicubic.get(Signal.CONTENT_HELD_OUT)).isZero();
        assertThat(bicubic.get(Signal.MONGE_GAP)).isZero();
        assertThat(bicubic.get(Signal.PALETTE_CONTRAST_SR))
                .isLessThan(bicubic.get(Signal.PALETTE_CONTRAST_HR));
        for (Signal signal :
                List.of(
                        Signal.BW2_UVP,
                        Signal.SLICED_WASSERSTEIN,
                        Signal.SLICED_WASSERSTEIN_TEXTURE)) {
            assertThat(bicubic.get(signal)).as(signal.score()).isGreaterThan(target.get(signal));
        }
    }

    @Test
    void aMapThatMixesUpItsImagesHasAGap() {
        List<RgbImage> mixed = new ArrayList<>(bicubic());
        Collections.reverse(mixed);

        Map<Signal, Double> values = monitor.measure(rendition(mixed));

        assertThat(values.get(Signal.MONGE_GAP))
                .as("all of its cost: none was necessary")
                .isEqualTo(values.get(Signal.CONTENT_HELD_OUT), within(1e-6)) // float32 points
                .isPositive();
    }

    @Test
    void patchesTooSmallForAScoreHaveTheOthers() {
        List<RgbImage> small = Blobs.lr(new Random(1), 8);

        assertThat(monitor.measure(new Rendition(small, small, small, 1)))
                .doesNotContainKeys(Signal.SLICED_WASSERSTEIN, Signal.SLICED_WASSERSTEIN_TEXTURE)
                .containsKeys(Signal.BW2_UVP, Signal.CLIPPED_SHARE);
    }

    @Test
    void scoresSurviveAManifest() {
        Scores scores = new Scores(monitor.measure(rendition(bicubic())));
        List<Score> written = new ArrayList<>(scores.list());
        written.add(new Score("of.a.later.build", 1));

        assertThat(written).extracting(Score::metric).contains("bw2.uvp", "palette.contrast.sr");
        assertThat(Scores.of(written)).isEqualTo(scores);
    }

    @Test
    void paletteContrastIsBestAtHrs() {
        Scores paler = contrasts(0.15, 0.2);
        Scores stronger = contrasts(0.25, 0.2);

        assertThat(paler.badness(Signal.PALETTE_CONTRAST_SR)).hasValueCloseTo(0.25, within(1e-9));
        assertThat(stronger.badness(Signal.PALETTE_CONTRAST_SR))
                .hasValueCloseTo(0.25, within(1e-9));
        assertThat(paler.badness(Signal.PALETTE_CONTRAST_HR)).as("not the map's").isEmpty();
        assertThat(paler.badness(Signal.BW2_UVP)).as("not known").isEmpty();
    }

    private static Scores contrasts(double sr, double hr) {
        return new Scores(Map.of(Signal.PALETTE_CONTRAST_SR, sr, Signal.PALETTE_CONTRAST_HR, hr));
    }

    private List<RgbImage> bicubic() {
        return lr.stream().map(new BicubicResampler(4)::of).toList();
    }

    private Rendition rendition(List<RgbImage> sr) {
        return new Rendition(lr, sr, hr, 4);
    }
}
