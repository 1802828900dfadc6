package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.SampleModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are those of the image decoded whole, however they are cut. */
class ImageRowsTest {
    private static final RgbImage IMAGE = Pictures.random(37, 29, 3);

    private final ImageCodec codec = new ImageCodec(new ImageLimits(10_000_000, 1_000_000));

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 29, 100})
    void piecesOfAnyHeightMakeTheWholeImage(int rows) throws IOException {
        Path file = write("image.png", codec.encodePng(IMAGE));

        assertThat(whole(file, rows)).isEqualTo(IMAGE);
    }

    @Test
    void rowsMayBeReadInAnyOrderAndTwice() throws IOException {
        Path file = write("image.png", codec.encodePng(IMAGE));

        try (ImageRows rows = ImageRows.open(file)) {
            byte[] last = rows.read(28, 1);
            rows.read(0, 5);

            assertThat(rows.read(28, 1)).isEqualTo(last);
            assertThat(last).isEqualTo(IMAGE.crop(0, 28, 37, 1).pixels());
        }
    }

    @Test
    void jpegGivesThePixelsOfTheCodec() throws IOException {
        Path file = write("image.jpg", codec.encodeJpeg(IMAGE, 90));

        assertThat(whole(file, 8)).isEqualTo(codec.decode(file));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_4BYTE_ABGR,
                BufferedImage.TYPE_USHORT_GRAY
            })
    void greyPaletteTransparencyAndSixteenBitsGiveThePixelsOfTheCodec(int type) throws IOException {
        BufferedImage drawn = new BufferedImage(16, 12, type);
        for (int i = 0; i < 16 * 12; i++) {
            drawn.setRGB(i % 16, i / 16, 0x80000000 | i * 0x010305);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(drawn, "png", bytes);
        Path file = write("image.png", bytes.toByteArray());

        assertThat(whole(file, 5)).isEqualTo(codec.decode(file));
    }

    @Test
    void theSamplesOfAnImageOfAnySizeAreCountedRight() {
        int[] bands = {0, 1, 2, 3};
        SampleModel samples =
                new PixelInterleavedSampleModel(
                        DataBuffer.TYPE_BYTE, 30_000, 10_000, 4, 120_000, bands);

        assertThat(ImageRows.bytes(samples)).isEqualTo(1_200_000_000);
    }

    @Test
    void whatIsNeitherPngNorJpegIsRefused() throws IOException {
        Path file = write("text.png", "no image".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> ImageRows.open(file))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("text.png' is neither PNG nor JPEG");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void aFileCutShortIsRefusedByName(String format) throws IOException {
        byte[] bytes = format.equals("png") ? codec.encodePng(IMAGE) : codec.encodeJpeg(IMAGE, 90);
        Path file = write("half." + format, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> ImageRows.open(file))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("half." + format + "' cannot be decoded");
    }

    private static RgbImage whole(Path file, int rowsAtOnce) throws IOException {
        try (ImageRows rows = ImageRows.open(file)) {
            ByteArrayOutputStream pixels = new ByteArrayOutputStream();
            for (int top = 0; top < rows.height(); top += rowsAtOnce) {
                pixels.write(rows.read(top, Math.min(rowsAtOnce, rows.height() - top)));
            }
            return new RgbImage(rows.width(), rows.height(), pixels.toByteArray());
        }
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}
