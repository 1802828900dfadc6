package io.monge.ot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PaletteContrastTest {

    @Test
    void halfBlackHalfWhiteHasThreeQuarters() {
        var images = List.of(Pictures.constant(8, 0), Pictures.constant(8, 255));

        assertThat(PaletteContrast.of(images)).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void randomPalettesScatterAroundTheContrastOfAllPixels() {
        var images = List.of(Pictures.noise(32, 1), Pictures.pattern(32, 32, 2));

        var spread = PaletteContrast.sampled(images, 100, 1024, 7);

        // Five standard errors of a mean of 100.
        assertThat(spread.mean())
                .isCloseTo(PaletteContrast.of(images), within(5 * spread.stddev() / 10));
        assertThat(spread.stddev()).isPositive();
    }
}
