package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class UnsharpMaskTest {

    @Test
    void amountZeroAndPlainImagesAreLeftAlone() {
        RgbImage image = Pictures.random(20, 20, 1);
        RgbImage plain = Pictures.plain(20, 20, 10, 120, 250);

        assertThat(new UnsharpMask(2, 0).of(image)).isEqualTo(image);
        assertThat(new UnsharpMask(2, 3).of(plain)).isEqualTo(plain);
    }

    @Test
    void aStepIsOvershotByTheAmountTimesHalfItsHeightAtTheEdge() {
        RgbImage step = Pictures.plain(40, 1, 100, 100, 100);
        for (int x = 20; x < 40; x++) {
            step.pixels()[3 * x] = (byte) 140;
        }

        RgbImage sharp = new UnsharpMask(3, 1).of(step);

        // Half a px from the edge the smoothed step is at Phi(1/6) = 0.566: it lacks 17 of 40;
        // overshoot 17.
        assertThat(sharp.channel(20, 0, 0)).isBetween(155, 158);
        assertThat(sharp.channel(19, 0, 0)).isBetween(82, 85);
        assertThat(sharp.channel(0, 0, 0)).isEqualTo(100);
        assertThat(sharp.channel(20, 0, 1)).isEqualTo(100);
    }

    @Test
    void impossibleSettingsAreRefusedInWords() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnsharpMask(0, 1))
                .withMessage("sigma is 0.0 px, must be positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnsharpMask(1, -1))
                .withMessage("amount is -1.0, must not be negative");
    }
}
