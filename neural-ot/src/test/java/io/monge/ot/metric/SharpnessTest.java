package io.monge.ot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.monge.imaging.RgbImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gradient energy, Laplacian energy and clipping on images small enough to do by hand. */
class SharpnessTest {

    /** 51 is a fifth of the range: a ramp of 0.2 a pixel to the right. */
    private final RgbImage ramp = columns(0, 51, 102, 153);

    /** One bright column. */
    private final RgbImage line = columns(0, 0, 255, 0, 0);

    @Test
    void aRampHasItsSlopeAndNoCurvature() {
        assertThat(GradientEnergy.of(List.of(ramp))).isCloseTo(0.2, within(1e-12));
        assertThat(LaplacianEnergy.of(List.of(ramp))).isZero();
    }

    @Test
    void aLineBendsThreeColumns() {
        // Inner columns have 1, -2, 1.
        assertThat(LaplacianEnergy.of(List.of(line))).isCloseTo((1 + 4 + 1) / 3.0, within(1e-12));
        // Forward differences 0, 1, -1, 0.
        assertThat(GradientEnergy.of(List.of(line))).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void clippedValuesAreCountedAtBothEnds() {
        assertThat(ClippedShare.of(List.of(ramp))).isCloseTo(0.25, within(1e-12));
        assertThat(ClippedShare.of(List.of(ramp, line))).isCloseTo(6 / 9.0, within(1e-12));
    }

    /** Four rows, every row these grey values. */
    private static RgbImage columns(int... greys) {
        byte[] pixels = new byte[3 * 4 * greys.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) greys[i / 3 % greys.length];
        }
        return new RgbImage(greys.length, 4, pixels);
    }
}
