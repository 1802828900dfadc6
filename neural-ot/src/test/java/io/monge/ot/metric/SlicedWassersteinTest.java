package io.monge.ot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlicedWassersteinTest {

    private final SlicedWasserstein distance = new SlicedWasserstein(500, 400, 1);

    @Test
    void twoFlatColoursDifferByTheirStepAlongEveryProjectionButTheMeanRemovedOnes() {
        var d =
                distance.between(
                        List.of(Pictures.constant(16, 0)), List.of(Pictures.constant(16, 51)));

        // A step of 0.4 in all 192 coordinates: E|sum of a unit vector| = sqrt(2/pi) on the sphere
        // to 1/200; the mean over 400 projections scatters by 0.75/20.
        assertThat(d.plain()).isCloseTo(0.4 * Math.sqrt(2 / Math.PI), within(0.4 * 0.15));
        assertThat(d.meanRemoved()).isCloseTo(0, within(1e-5));
    }

    @Test
    void noiseIsFarFromFlatAndNearOtherNoise() {
        var noise = List.of(Pictures.noise(64, 1), Pictures.noise(64, 2));
        var other = List.of(Pictures.noise(64, 3), Pictures.noise(64, 4));
        var flat = List.of(Pictures.constant(64, 128));

        var near = distance.between(noise, other);
        var far = distance.between(flat, other);

        // Uniform noise in [-1, 1] projects to about N(0, 1/3): W1 to a point is sqrt(2/(3 pi)).
        assertThat(far.meanRemoved()).isCloseTo(Math.sqrt(2 / (3 * Math.PI)), within(0.02));
        // Two samples of 500 of one law are about 0.045 apart.
        assertThat(near.meanRemoved()).isLessThan(0.15 * far.meanRemoved());
    }

    @Test
    void oneSeedGivesOneNumber() {
        var a = List.of(Pictures.pattern(32, 32, 1));
        var b = List.of(Pictures.noise(32, 1));

        assertThat(distance.between(a, b))
                .isEqualTo(new SlicedWasserstein(500, 400, 1).between(a, distance.reference(b)));
    }

    @Test
    void imagesSmallerThanAPatchAreRefused() {
        assertThatThrownBy(() -> distance.reference(List.of(Pictures.noise(7, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7x7");
    }
}
