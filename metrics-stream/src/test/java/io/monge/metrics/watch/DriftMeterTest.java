package io.monge.metrics.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DriftMeterTest {
    private static final int SIDE = 16;
    private static final WatchConfig.DriftConfig CONFIG =
            new WatchConfig.DriftConfig(Duration.ofSeconds(10), 256, 3, 18, 360);

    private final Random random = new Random(1);
    private final DriftMeter meter = new DriftMeter(CONFIG);

    @Test
    void whiteNoiseIsMeasuredAsItsDeviation() {
        byte[] rgb = new byte[3 * 64 * 64];
        for (int i = 0; i < rgb.length / 3; i++) {
            int grey = (int) Math.round(128 + 10 * random.nextGaussian());
            rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = (byte) grey;
        }

        Appearance patch = Appearance.of(rgb, 64, 64);

        assertThat(Math.exp(patch.noise()) - 1.0 / 255).isCloseTo(10.0 / 255, within(1.0 / 255));
        assertThat(patch.contrast()).isCloseTo(10.0 / 255, within(0.5 / 255));
        assertThat(patch.brightness()).isCloseTo(128.0 / 255, within(0.5 / 255));
        assertThat(patch.redGreen()).isZero();
    }

    @Test
    void aRampHasASlopeAndNoNoise() {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < SIDE * SIDE; i++) {
            rgb[3 * i] = (byte) (4 * (i % SIDE) + 40); // red alone
        }

        Appearance patch = Appearance.of(rgb, SIDE, SIDE);

        assertThat(Math.exp(patch.noise()) - 1.0 / 255).isCloseTo(0, within(1e-9));
        assertThat(Math.exp(patch.sharpness()) - 1.0 / 255)
                .isCloseTo(4.0 / 765 / 2, within(1e-9)); // none downwards
        assertThat(patch.redGreen()).isCloseTo(70.0 / 255, within(1e-9));
        assertThat(patch.blueYellow()).isCloseTo(-35.0 / 255, within(1e-9));
    }

    @Test
    void aStreamThatStaysAsItIsDoesNotDrift() {
        double most = 0;
        for (int look = 0; look < 400; look++) {
            most = Math.max(most, look(1, 0).map(DriftMeter.Drift::distance).orElse(0.0));
        }
        assertThat(most).isBetween(1.0, 6.0);
    }

    @Test
    void aNoisierStreamIsSeenAtOnceAndBecomesTheUsualInTime() {
        for (int look = 0; look < 60; look++) {
            look(1, 0);
        }
        DriftMeter.Drift drift = look(1, 12).orElseThrow();
        drift = look(1, 12).orElse(drift);
        assertThat(drift.what()).isEqualTo("noise");
        assertThat(drift.distance()).isGreaterThan(10);
        for (int look = 0; look < 200; look++) {
            drift = look(1, 12).orElseThrow();
        }
        assertThat(drift.distance()).isLessThan(6);
    }

    /** Somewhat noisier, five minutes after the start: the past is short and soon taken in. */
    @Test
    void aStepStaysInSightForAMinuteHoweverShortThePast() {
        for (int look = 0; look < 30; look++) {
            look(1, 0);
        }
        for (int look = 0; look < 2; look++) {
            look(1, 1.2);
        }
        for (int look = 0; look < 6; look++) {
            assertThat(look(1, 1.2).orElseThrow().distance()).isGreaterThan(6);
        }
    }

    @Test
    void aSingleStrangeLookIsNoDrift() {
        for (int look = 0; look < 60; look++) {
            look(1, 0);
        }
        for (int after = 0; after < 4; after++) {
            assertThat(look(1, after == 0 ? 30 : 0).orElseThrow().distance()).isLessThan(6);
        }
    }

    @Test
    void nothingIsSaidBeforeThereIsAPast() {
        for (int look = 0; look < CONFIG.warmUp() + CONFIG.recent() - 1; look++) {
            assertThat(look(1, 0)).isEmpty();
        }
        assertThat(look(1, 0)).isPresent();
    }

    /** Patches of 16 images: those of one image are alike, as on a real stream. */
    private Optional<DriftMeter.Drift> look(double contrast, double noise) {
        List<Appearance> patches = new ArrayList<>();
        for (int image = 0; image < 16; image++) {
            double level = 90 + 80 * random.nextDouble();
            double slope = contrast * 6 * random.nextGaussian();
            for (int patch = 0; patch < 8; patch++) {
                byte[] rgb = new byte[3 * SIDE * SIDE];
                for (int i = 0; i < rgb.length; i++) {
                    double value =
                            level
                                    + slope * (i / 3 % SIDE - SIDE / 2)
                                    + (2 + noise) * random.nextGaussian();
                    rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
                }
                patches.add(Appearance.of(rgb, SIDE, SIDE));
            }
        }
        return meter.look(patches);
    }
}
