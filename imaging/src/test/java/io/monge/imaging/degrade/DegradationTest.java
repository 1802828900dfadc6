package io.monge.imaging.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.Dihedral;
import io.monge.imaging.Pictures;
import io.monge.imaging.RgbImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DegradationTest {

    private static final UnknownDegradation USUAL =
            new UnknownDegradation(new Range(1.5, 2.5), 4, 0.01, new Range(70, 95));

    @Test
    void blurSpreadsAPointWithItsVariance() {
        RgbImage point = Pictures.plain(41, 41, 0, 0, 0);
        for (int y = 14; y < 27; y++) {
            for (int x = 14; x < 27; x++) {
                point.pixels()[3 * (41 * y + x)] = (byte) 255;
            }
        }

        RgbImage blurred = new GaussianBlur(2).of(point, 0);

        // Variances add: a box of 13 px has (169 - 1) / 12 = 14, the Gaussian 4 (cut at 3 sigma:
        // 3.9).
        assertThat(columnVariance(point)).isCloseTo(14, within(0.001));
        assertThat(columnVariance(blurred)).isCloseTo(18, within(0.25));
    }

    @ParameterizedTest
    @CsvSource({"2,BOX", "4,BOX", "3,BOX", "2,CENTRE", "4,CENTRE", "3,CENTRE"})
    void whatIsReducedAndEnlargedAgainLiesWhereItWas(int factor, Downscale.Window window) {
        RgbImage ramp = Pictures.gradient(256, 24);

        RgbImage small = new Downscale(factor, window).of(ramp);
        RgbImage back = new BicubicResampler(factor).of(small);

        // Red equals x. Bicubic with a = -0.75 bends a ramp by at most 0.05 cells, rounding adds
        // one unit.
        for (int x = 3 * factor; x < small.width() * factor - 3 * factor; x++) {
            assertThat((double) back.channel(x, 12, 0)).isCloseTo(x, within(0.05 * factor + 1.01));
        }
    }

    @ParameterizedTest
    @EnumSource
    void reductionCommutesWithEverySymmetry(Dihedral symmetry) {
        RgbImage image = Pictures.random(32, 16, 6);
        for (Downscale.Window window : Downscale.Window.values()) {
            Downscale down = new Downscale(4, window);

            assertThat(down.of(symmetry.of(image))).isEqualTo(symmetry.of(down.of(image)));
        }
    }

    @Test
    void noiseHasTheSpreadAsked() {
        RgbImage grey = Pictures.plain(200, 200, 128, 128, 128);

        RgbImage noisy = new SensorNoise(0.02).of(grey, 3);

        // 120 000 samples of deviation 5.1 (rounding adds 1/12 to the variance): mean to 0.015,
        // spread to 0.2 %.
        double variance = 5.1 * 5.1 + 1.0 / 12;
        assertThat(Pictures.meanSquaredError(noisy, grey)).isCloseTo(variance, within(0.6));
    }

    @Test
    void jpegHurtsMoreTheLowerTheQuality() {
        RgbImage image = new GaussianBlur(1).of(Pictures.random(64, 64, 1), 0);

        double poor = Pictures.meanSquaredError(new JpegArtifacts(20).of(image, 0), image);
        double good = Pictures.meanSquaredError(new JpegArtifacts(90).of(image, 0), image);

        assertThat(good).isPositive().isLessThan(poor / 4);
    }

    @Test
    void theSameSeedDegradesAlikeAndAnotherDoesNot() {
        RgbImage image = Pictures.random(64, 64, 1);

        assertThat(USUAL.of(image, 1))
                .isEqualTo(USUAL.of(image, 1))
                .isNotEqualTo(USUAL.of(image, 2));
        assertThat(USUAL.of(image, 1).width()).isEqualTo(16);
    }

    @Test
    void theLinksOfAChainDrawIndependently() {
        RgbImage grey = Pictures.plain(100, 100, 128, 128, 128);
        SensorNoise noise = new SensorNoise(0.02);

        double twice =
                Pictures.meanSquaredError(new Chain(List.of(noise, noise)).of(grey, 1), grey);

        // Independent noises add in variance (2 x 26); the same noise twice would give 4 x 26.
        assertThat(twice).isCloseTo(52, within(3.0));
    }

    @Test
    void impossibleSettingsAreRefusedInWords() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Range(2, 1))
                .withMessage("Range from 2.0 to 1.0 is empty: min must not exceed max");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new UnknownDegradation(new Range(1, 2), 4, 0.01, new Range(0, 90)))
                .withMessage("jpegQuality is 0.0 to 90.0, must be within 1 to 100");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Downscale(4, Downscale.Window.BOX).of(Pictures.random(3, 9, 1)));
    }

    private static double columnVariance(RgbImage image) {
        double weight = 0;
        double variance = 0;
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                weight += image.channel(x, y, 0);
                variance += (x - 20.0) * (x - 20.0) * image.channel(x, y, 0);
            }
        }
        return variance / weight;
    }
}
