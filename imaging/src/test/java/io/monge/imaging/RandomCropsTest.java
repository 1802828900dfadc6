package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RandomCropsTest {

    private final RgbImage image = Pictures.random(12, 9, 4);
    private final RandomCrops crops = new RandomCrops(8);

    @Test
    void cropsAreTheImageAtTheirPlace() {
        crops.of(image, 5)
                .limit(50)
                .forEach(
                        crop ->
                                assertThat(crop.image())
                                        .isEqualTo(image.crop(crop.left(), crop.top(), 8, 8)));
    }

    @Test
    void everyPlaceComesUpEquallyOften() {
        int[] seen = new int[5 * 2];
        crops.of(image, 5).limit(10_000).forEach(crop -> seen[crop.top() * 5 + crop.left()]++);

        // Binomial(10 000, 1/10): six standard deviations are 180.
        assertThat(seen).doesNotContain(0).hasSize(10);
        assertThat(Arrays.stream(seen).summaryStatistics())
                .satisfies(s -> assertThat(s.getMin()).isGreaterThan(820))
                .satisfies(s -> assertThat(s.getMax()).isLessThan(1180));
    }

    @Test
    void theSameSeedGivesTheSameCrops() {
        assertThat(crops.of(image, 5).limit(20).toList())
                .isEqualTo(crops.of(image, 5).limit(20).toList());
        assertThat(crops.of(image, 6).limit(20).toList())
                .isNotEqualTo(crops.of(image, 5).limit(20).toList());
    }

    @Test
    void anImageSmallerThanACropIsRefused() {
        assertThat(crops.fits(image.crop(0, 0, 8, 8))).isTrue();
        assertThat(crops.fits(image.crop(0, 0, 8, 7))).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> crops.of(image.crop(0, 0, 8, 7), 1))
                .withMessage("RgbImage[8x7] is smaller than a crop of 8 px");
    }
}
