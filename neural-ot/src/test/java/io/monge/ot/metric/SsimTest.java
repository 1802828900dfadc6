package io.monge.ot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SsimTest {

    @Test
    void equalImagesHaveOne() {
        assertThat(Ssim.of(Pictures.noise(16, 1), Pictures.noise(16, 1))).isEqualTo(1);
    }

    @Test
    void twoConstantImagesDifferInLuminanceAlone() {
        double c1 = Math.pow(0.01 * 255, 2);

        double ssim = Ssim.of(Pictures.constant(9, 100), Pictures.constant(9, 120));

        assertThat(ssim)
                .isCloseTo((2 * 100 * 120 + c1) / (100 * 100 + 120 * 120 + c1), within(1e-12));
    }

    @Test
    void isSymmetric() {
        var a = Pictures.noise(20, 1);
        var b = Pictures.pattern(20, 20, 3);

        assertThat(Ssim.of(a, b)).isCloseTo(Ssim.of(b, a), within(1e-15));
    }

    @Test
    void imagesSmallerThanTheWindowAreRefused() {
        assertThatThrownBy(() -> Ssim.of(Pictures.noise(6, 1), Pictures.noise(6, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7 px");
    }
}
