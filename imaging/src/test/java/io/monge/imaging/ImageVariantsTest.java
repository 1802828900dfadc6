package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

/**
 * The kinds of PNG and JPEG files that cameras, scanners and the web produce, and what they become.
 */
class ImageVariantsTest {

    /** Cyan, magenta, yellow, black as Adobe stores them: 255 is no ink. */
    private static final int[] PAPER = {255, 255, 255, 255};

    private static final int[] BLACK = {255, 255, 255, 0};

    private final ImageCodec codec = new ImageCodec(new ImageLimits(10_000_000, 1_000_000));

    @Test
    void greySamplesBecomeThreeEqualChannels() throws IOException {
        BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(0, 0, 0, 50);
        grey.getRaster().setSample(1, 0, 0, 200);

        RgbImage decoded = codec.decode(ImageCodecTest.written(grey, "png"));

        assertThat(decoded.pixels()).containsExactly(50, 50, 50, 200, 200, 200);
    }

    @Test
    void sixteenBitsAreRoundedToEight() throws IOException {
        BufferedImage grey = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        grey.getRaster().setSample(0, 0, 0, 257 * 77);
        grey.getRaster().setSample(1, 0, 0, 257 * 77 + 128);
        grey.getRaster().setSample(2, 0, 0, 257 * 77 + 129);

        RgbImage decoded = codec.decode(ImageCodecTest.written(grey, "png"));

        assertThat(decoded.pixels()).containsExactly(77, 77, 77, 77, 77, 77, 78, 78, 78);
    }

    @Test
    void sixteenBitColourIsRead() throws IOException {
        ComponentColorModel colors =
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        false,
                        false,
                        Transparency.OPAQUE,
                        DataBuffer.TYPE_USHORT);
        WritableRaster raster = colors.createCompatibleWritableRaster(1, 1);
        raster.setPixel(0, 0, new int[] {257 * 10, 257 * 20, 257 * 250});
        BufferedImage image = new BufferedImage(colors, raster, false, null);

        RgbImage decoded = codec.decode(ImageCodecTest.written(image, "png"));

        assertThat(decoded).isEqualTo(Pictures.plain(1, 1, 10, 20, 250));
    }

    @Test
    void transparencyIsCompositedOverWhite() throws IOException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xFF102030);
        image.setRGB(1, 0, 0x00102030);
        image.setRGB(2, 0, 0x80000000);

        RgbImage decoded = codec.decode(ImageCodecTest.written(image, "png"));

        assertThat(decoded.crop(0, 0, 1, 1)).isEqualTo(Pictures.plain(1, 1, 16, 32, 48));
        assertThat(decoded.crop(1, 0, 1, 1)).isEqualTo(Pictures.plain(1, 1, 255, 255, 255));
        assertThat(decoded.crop(2, 0, 1, 1)).isEqualTo(Pictures.plain(1, 1, 127, 127, 127));
    }

    @Test
    void palettesAreExpanded() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        image.setRGB(1, 0, 0xFFFFFFFF);

        RgbImage decoded = codec.decode(ImageCodecTest.written(image, "png"));

        assertThat(decoded.pixels()).containsExactly(0, 0, 0, -1, -1, -1);
    }

    @Test
    void progressiveAndGreyJpegsAreRead() throws IOException {
        RgbImage image = Pictures.gradient(64, 48);
        byte[] progressive = jpeg(BufferedImages.of(image), ImageWriteParam.MODE_DEFAULT);
        BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 256; i++) {
            grey.getRaster().setSample(i % 16, i / 16, 0, 90);
        }

        // The JDK halves the chroma and uses quality 75 here: a smooth picture is off by a few
        // units.
        assertThat(Pictures.largestDifference(codec.decode(progressive), image)).isLessThan(12);
        RgbImage decoded = codec.decode(ImageCodecTest.written(grey, "jpeg"));
        assertThat(Pictures.largestDifference(decoded, Pictures.plain(16, 16, 90, 90, 90)))
                .isLessThan(3);
    }

    @Test
    void cmykJpegsBecomeRgb() throws IOException {
        WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 8, 4, null);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 16; x++) {
                inks.setPixel(x, y, x < 8 ? PAPER : BLACK);
            }
        }

        RgbImage decoded = codec.decode(withAdobeMarker(jpeg(inks)));

        // Paper and black ink; how dark "black ink alone" is depends on the profile.
        assertThat(decoded.channel(2, 4, 1)).isGreaterThan(245);
        assertThat(decoded.channel(13, 4, 1)).isLessThan(60);
    }

    @Test
    void anEmbeddedProfileIsConverted() throws IOException {
        ICC_ColorSpace linear =
                new ICC_ColorSpace(ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB));
        ComponentColorModel colors =
                new ComponentColorModel(
                        linear, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 3, null);
        for (int i = 0; i < 64; i++) {
            raster.setPixel(i % 8, i / 8, new int[] {55, 55, 55});
        }
        byte[] encoded =
                ImageCodecTest.written(new BufferedImage(colors, raster, false, null), "jpeg");

        RgbImage decoded = codec.decode(encoded);

        // sRGB's transfer curve takes linear 55/255 = 0.2157 to 0.5019 = 128; two units for JPEG
        // and tables.
        assertThat(decoded.channel(4, 4, 0)).isBetween(126, 130);
    }

    /** Says, as Photoshop does, that the four components are inverted CMYK. */
    private static byte[] withAdobeMarker(byte[] jpeg) {
        byte[] marker = {
            (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
        };
        return ByteBuffer.allocate(jpeg.length + marker.length)
                .put(jpeg, 0, 2)
                .put(marker)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    private static byte[] jpeg(BufferedImage image, int progressive) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setProgressiveMode(progressive);
        return write(writer, new IIOImage(image, null, null), parameters);
    }

    private static byte[] jpeg(Raster inks) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        return write(writer, new IIOImage(inks, null, null), writer.getDefaultWriteParam());
    }

    private static byte[] write(ImageWriter writer, IIOImage image, ImageWriteParam parameters)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, image, parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
