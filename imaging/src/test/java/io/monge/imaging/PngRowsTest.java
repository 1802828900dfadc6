package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A PNG written piece by piece is the image, for the JDK's reader too. */
class PngRowsTest {
    private final ImageCodec codec = new ImageCodec(new ImageLimits(10_000_000, 1_000_000));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 40})
    void piecesOfAnyHeightMakeTheWholeImage(int rowsAtOnce) throws IOException {
        RgbImage image = Pictures.random(31, 40, 4);

        write(image, rowsAtOnce);

        assertThat(codec.decode(out.toByteArray())).isEqualTo(image);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(BufferedImages.toRgb(read)).isEqualTo(image);
    }

    /** More compressed bytes than the deflater hands out at once. */
    @Test
    void anImageOfManyChunksIsWhole() throws IOException {
        RgbImage image = Pictures.random(700, 500, 5);

        write(image, 64);

        assertThat(codec.decode(out.toByteArray())).isEqualTo(image);
    }

    @Test
    void halfARowOrARowTooManyIsRefused() throws IOException {
        try (PngRows rows = new PngRows(out, 4, 2)) {
            assertThatThrownBy(() -> rows.write(new byte[6]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not whole rows of 12 bytes");
            assertThatThrownBy(() -> rows.write(new byte[36]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("an image of 2 rows");
        }
    }

    @Test
    void anImageThatLacksRowsIsNotEndedSoThatNoReaderTakesItForWhole() throws IOException {
        try (PngRows rows = new PngRows(out, 4, 2)) {
            rows.write(new byte[12]);
        }

        assertThatThrownBy(() -> codec.decode(out.toByteArray()))
                .isInstanceOf(MalformedImageException.class);
    }

    private void write(RgbImage image, int rowsAtOnce) throws IOException {
        int length = RgbImage.byteLength(image.width(), 1);
        try (PngRows rows = new PngRows(out, image.width(), image.height())) {
            for (int top = 0; top < image.height(); top += rowsAtOnce) {
                int until = Math.min(top + rowsAtOnce, image.height());
                rows.write(Arrays.copyOfRange(image.pixels(), top * length, until * length));
            }
        }
    }
}
