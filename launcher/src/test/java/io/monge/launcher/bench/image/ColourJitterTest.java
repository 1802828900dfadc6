package io.monge.launcher.bench.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.imaging.RgbImage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ColourJitterTest {
    private final RgbImage image = new RgbImage(2, 1, new byte[] {0, 100, (byte) 200, 50, 60, 70});

    @Test
    void noJitterIsTheImageItself() {
        assertThat(new ColourJitter(0).of(image, new SplittableRandom(1))).isSameAs(image);
    }

    @Test
    void valuesOfAChannelStayInOrderAndNearTheirOwn() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 100; i++) {
            RgbImage jittered = new ColourJitter(0.2).of(image, random);

            assertThat(jittered.channel(0, 0, 0)).isLessThanOrEqualTo(jittered.channel(1, 0, 0));
            // 0.2 of the distance from the middle, and 0.2 of half the range.
            assertThat(Math.abs(jittered.channel(0, 0, 1) - 100)).isLessThanOrEqualTo(32);
        }
    }

    @Test
    void aStrengthOfOneWouldLeaveNothing() {
        assertThatThrownBy(() -> new ColourJitter(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
