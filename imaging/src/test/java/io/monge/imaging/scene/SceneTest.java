package io.monge.imaging.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.Pictures;
import io.monge.imaging.RgbImage;
import io.monge.imaging.degrade.Downscale;
import io.monge.imaging.degrade.Range;
import io.monge.imaging.degrade.UnknownDegradation;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SceneTest {

    private final SceneSeeds seeds = new SceneSeeds(1);
    private final ScenePairs pairs =
            new ScenePairs(
                    new ScenePainter(),
                    new UnknownDegradation(new Range(1.5, 2.5), 4, 0.01, new Range(70, 95)),
                    seeds);

    @Test
    void aSceneIsAFunctionOfItsSeed() {
        ScenePainter painter = new ScenePainter(128);

        assertThat(painter.paint(5)).isEqualTo(painter.paint(5)).isNotEqualTo(painter.paint(6));
        assertThat(painter.paint(5).width()).isEqualTo(128);
    }

    @Test
    void noTwoScenesOfAnyStreamsShareASeed() {
        long now = 1_700_000_000_000_000_000L; // a start index taken from a clock, ns
        Set<Long> seen = new HashSet<>();
        for (SceneStream stream : SceneStream.values()) {
            for (long index = 0; index < 50_000; index++) {
                assertThat(seen.add(seeds.of(stream, index))).isTrue();
                assertThat(seen.add(seeds.of(stream, now + index))).isTrue();
            }
        }
    }

    @Test
    void worldsDiffer() {
        assertThat(new SceneSeeds(1).of(SceneStream.LR, 0))
                .isNotEqualTo(new SceneSeeds(2).of(SceneStream.LR, 0));
    }

    @Test
    void scenesAreFlatAreasWithCrispEdgesAndTexture() {
        double flat = 0;
        double steep = 0;
        for (int i = 0; i < 20; i++) {
            RgbImage scene = new ScenePainter().paint(seeds.of(SceneStream.HR, i));
            flat += share(scene, 0, 1) / 20;
            steep += share(scene, 60, 766) / 20;
        }

        // Piecewise constant, unlike noise or a blurred image; yet edges are everywhere.
        assertThat(flat).isBetween(0.5, 0.9);
        assertThat(steep).isBetween(0.1, 0.35);
    }

    @Test
    void pairsAreAlignedToLessThanAPixel() {
        for (int i = 0; i < 5; i++) {
            ScenePair pair = pairs.scene(i);
            RgbImage enlarged = new BicubicResampler(pair.scale()).of(pair.lr());

            double centred = error(enlarged, pair.hr(), 0, 0);
            assertThat(centred)
                    .isLessThan(error(enlarged, pair.hr(), 1, 0))
                    .isLessThan(error(enlarged, pair.hr(), -1, 0))
                    .isLessThan(error(enlarged, pair.hr(), 0, 1))
                    .isLessThan(error(enlarged, pair.hr(), 0, -1));
        }
    }

    @Test
    void aPairOfPatchesIsTheSamePlaceOfBothVersions() {
        ScenePair patch = pairs.patch(3, 16);

        assertThat(patch.lr().width()).isEqualTo(16);
        assertThat(patch.hr().width()).isEqualTo(64);
        double own = Pictures.meanSquaredError(new BicubicResampler(4).of(patch.lr()), patch.hr());
        RgbImage other = pairs.patch(4, 16).hr();
        assertThat(own)
                .isLessThan(
                        Pictures.meanSquaredError(new BicubicResampler(4).of(patch.lr()), other));
    }

    @Test
    void aDegradationWithoutAWholeFactorIsRefused() {
        ScenePairs crooked =
                new ScenePairs(
                        new ScenePainter(64),
                        new Downscale(3, Downscale.Window.BOX),
                        new SceneSeeds(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> crooked.scene(0))
                .withMessageContaining("no whole factor");
    }

    /**
     * Share of horizontal neighbours whose three channels together differ by at least min, less
     * than max.
     */
    private static double share(RgbImage image, int min, int max) {
        int count = 0;
        for (int y = 0; y < image.height(); y++) {
            for (int x = 1; x < image.width(); x++) {
                int difference = 0;
                for (int c = 0; c < 3; c++) {
                    difference += Math.abs(image.channel(x, y, c) - image.channel(x - 1, y, c));
                }
                count += difference >= min && difference < max ? 1 : 0;
            }
        }
        return (double) count / (image.height() * (image.width() - 1));
    }

    private static double error(RgbImage a, RgbImage b, int dx, int dy) {
        int size = a.width() - 8;
        return Pictures.meanSquaredError(
                a.crop(4, 4, size, size), b.crop(4 + dx, 4 + dy, size, size));
    }
}
