package io.monge.ot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.monge.imaging.RgbImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockMomentsTest {

    /** Values are floats of [-1, 1]. */
    private static final double ROUNDING = 1e-6;

    @Test
    void blocksOfOnePixelAreColours() {
        List<RgbImage> images = List.of(Pictures.noise(9, 1), Pictures.noise(5, 2));
        Gaussian colours = ColourMoments.of(images);

        Gaussian blocks = BlockMoments.of(images, 1);

        double pixels = 81 + 25;
        assertThat(blocks.mean()[1]).isCloseTo(2 * colours.mean()[1] - 1, within(ROUNDING));
        assertThat(blocks.variance())
                .as("twice the range, and a sample's variance")
                .isCloseTo(4 * colours.variance() * pixels / (pixels - 1), within(ROUNDING));
    }

    @Test
    void blocksSeeWhatColoursDoNot() {
        List<RgbImage> noise = List.of(Pictures.noise(64, 1));
        List<RgbImage> others = List.of(Pictures.noise(64, 2));
        List<RgbImage> paired = List.of(inPairs(noise.get(0)));

        double chance =
                BuresWassersteinUvp.percent(BlockMoments.of(others, 2), BlockMoments.of(noise, 2));
        double pairs =
                BuresWassersteinUvp.percent(BlockMoments.of(paired, 2), BlockMoments.of(noise, 2));

        assertThat(pairs).as("the same palette, in pairs").isGreaterThan(10 * chance);
    }

    @Test
    void anImageWithoutAWholeBlockIsRefused() {
        List<RgbImage> images = List.of(Pictures.noise(3, 1));

        assertThatThrownBy(() -> BlockMoments.of(images, 4))
                .hasMessage("images of at least 4x4 px are needed, this one is 3x3");
    }

    /** Each pair of rows made equal: neighbours go together then. */
    private static RgbImage inPairs(RgbImage image) {
        byte[] pixels = image.pixels().clone();
        int row = 3 * image.width();
        for (int y = 0; y + 1 < image.height(); y += 2) {
            System.arraycopy(pixels, y * row, pixels, (y + 1) * row, row);
        }
        return new RgbImage(image.width(), image.height(), pixels);
    }
}
