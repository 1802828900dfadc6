package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

/** Files within all limits of size whose structure costs far more than their size. */
class SmallBombsTest {

    private final ImageCodec codec =
            new ImageCodec(new ImageLimits(10_000_000, 1_000_000, ImageFormat.ALL));

    @Test
    void aJpegOfMoreScansThanAnyPictureHasIsRefused() throws IOException {
        byte[] honest = progressive();

        assertThat(codec.decode(honest).width()).isEqualTo(16);
        assertMalformed(withLastScanAgain(honest, 100), "The JPEG has more than 100 scans");
    }

    private void assertMalformed(byte[] bomb, String message) {
        assertThatThrownBy(() -> codec.decode(bomb))
                .isInstanceOfSatisfying(
                        MalformedImageException.class,
                        e -> assertThat(e.kind()).isEqualTo(MalformedImageException.Kind.MALFORMED))
                .hasMessage(message);
    }

    private static byte[] progressive() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            BufferedImage image = BufferedImages.of(Pictures.random(16, 16, 1));
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static byte[] withLastScanAgain(byte[] jpeg, int times) {
        int end = jpeg.length - 2; // of the scan; an end of image is left
        int start = end;
        while ((jpeg[start] & 0xFF) != 0xFF || (jpeg[start + 1] & 0xFF) != 0xDA) {
            start--;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, end);
        for (int i = 0; i < times; i++) {
            out.write(jpeg, start, end - start);
        }
        out.write(jpeg, end, jpeg.length - end);
        return out.toByteArray();
    }
}
