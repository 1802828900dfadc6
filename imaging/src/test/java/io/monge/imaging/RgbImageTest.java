package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RgbImageTest {

    private final RgbImage image = Pictures.random(7, 5, 1);

    @Test
    void aCropHoldsThePixelsOfItsRectangle() {
        RgbImage crop = image.crop(2, 1, 4, 3);

        assertThat(crop.width()).isEqualTo(4);
        assertThat(crop.height()).isEqualTo(3);
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 4; x++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(crop.channel(x, y, c)).isEqualTo(image.channel(x + 2, y + 1, c));
                }
            }
        }
    }

    @Test
    void aCropThatLeavesTheImageIsRefusedInWords() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> image.crop(4, 0, 4, 1))
                .withMessage("Rectangle 4x1 at (4, 0) leaves the 7x5 image");
    }

    @Test
    void imagesAreEqualByContent() {
        assertThat(image)
                .isEqualTo(Pictures.random(7, 5, 1))
                .hasSameHashCodeAs(Pictures.random(7, 5, 1))
                .isNotEqualTo(Pictures.random(7, 5, 2))
                .isNotEqualTo(new RgbImage(5, 7, image.pixels()));
    }

    @Test
    void theArrayMustMatchTheSize() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RgbImage(2, 2, new byte[11]))
                .withMessage("A 2x2 image takes 12 bytes, got 11");
        assertThatIllegalArgumentException().isThrownBy(() -> new RgbImage(0, 2, new byte[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RgbImage.byteLength(40_000, 40_000))
                .withMessageContaining("at most 715 megapixels");
    }
}
