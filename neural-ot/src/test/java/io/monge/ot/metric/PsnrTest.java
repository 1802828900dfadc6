package io.monge.ot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PsnrTest {

    @Test
    void equalImagesHaveEightyDecibels() {
        assertThat(Psnr.of(Pictures.noise(16, 1), Pictures.noise(16, 1)))
                .isCloseTo(80, within(1e-9));
    }

    @Test
    void aConstantDifferenceHasItsClosedForm() {
        double mse = 25.0 / (255 * 255);

        double psnr = Psnr.of(Pictures.constant(16, 100), Pictures.constant(16, 105));

        assertThat(psnr).isCloseTo(-10 * Math.log10(mse + 1e-8), within(1e-9));
    }

    @Test
    void valuesOutsideTheRangeAreClampedFirst() {
        assertThat(Psnr.of(new float[] {1.5f, -2}, new float[] {1, 0})).isCloseTo(80, within(1e-9));
    }

    @Test
    void imagesOfDifferentSizesAreRefused() {
        assertThatThrownBy(() -> Psnr.of(Pictures.noise(16, 1), Pictures.noise(8, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16x16 and 8x8");
    }
}
