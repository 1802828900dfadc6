package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.Kind.MALFORMED;
import static io.monge.imaging.MalformedImageException.Kind.TOO_LARGE;
import static io.monge.imaging.MalformedImageException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageCodecTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(2); // a bomb would take minutes

    private final ImageCodec codec = new ImageCodec(new ImageLimits(10_000_000, 1_000_000));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 17, 256})
    void pngKeepsEveryByte(int side) {
        RgbImage noise = Pictures.random(side, 2 * side, 1);
        RgbImage smooth = Pictures.gradient(2 * side, side);

        assertThat(codec.decode(codec.encodePng(noise))).isEqualTo(noise);
        assertThat(codec.decode(codec.encodePng(smooth))).isEqualTo(smooth);
    }

    @Test
    void thePngWrittenHereIsReadByTheJdkToo() throws IOException {
        RgbImage image = Pictures.gradient(300, 200);

        BufferedImage read = ImageIO.read(new java.io.ByteArrayInputStream(codec.encodePng(image)));

        assertThat(BufferedImages.toRgb(read)).isEqualTo(image);
    }

    @Test
    void jpegIsCloserAndLargerTheHigherTheQuality() {
        RgbImage image = Pictures.random(64, 48, 2);

        byte[] poor = codec.encodeJpeg(image, 20);
        byte[] fair = codec.encodeJpeg(image, 75);
        byte[] fine = codec.encodeJpeg(image, 100);

        assertThat(poor.length).isLessThan(fair.length);
        assertThat(fair.length).isLessThan(fine.length);
        double poorError = Pictures.meanSquaredError(codec.decode(poor), image);
        double fairError = Pictures.meanSquaredError(codec.decode(fair), image);
        double fineError = Pictures.meanSquaredError(codec.decode(fine), image);
        assertThat(fairError).isLessThan(poorError);
        // Quality 100 still rounds in the frequency domain and in YCbCr: about one unit a sample.
        assertThat(fineError).isLessThan(3).isLessThan(fairError);
    }

    @Test
    void jpegKeepsTheColourOfFineDetail() {
        RgbImage image = Pictures.plain(16, 16, 255, 0, 0);
        for (int i = 0; i < 256; i += 2) {
            image.pixels()[3 * i] = 0;
            image.pixels()[3 * i + 2] = (byte) 255;
        }

        RgbImage decoded = codec.decode(codec.encodeJpeg(image, 100));

        // Halved chroma would make red and blue columns alike: errors near 128.
        assertThat(Pictures.largestDifference(decoded, image)).isLessThan(12);
    }

    @Test
    void theHeaderIsReadWithoutDecoding() {
        RgbImage image = Pictures.gradient(31, 17);

        assertThat(codec.header(codec.encodePng(image)))
                .isEqualTo(new ImageHeader(ImageFormat.PNG, 31, 17));
        assertThat(codec.header(codec.encodeJpeg(image, 90)))
                .isEqualTo(new ImageHeader(ImageFormat.JPEG, 31, 17));
    }

    @Test
    void tooManyBytesAreRefusedUnread(@TempDir Path folder) throws IOException {
        ImageCodec strict = new ImageCodec(new ImageLimits(100, 100));
        Path file = Files.write(folder.resolve("large.png"), new byte[101]);

        assertRefused(strict, new byte[101], TOO_LARGE, "The image has 101 bytes; at most 100");
        assertThatThrownBy(() -> strict.decode(file))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("at most 100 are allowed");
    }

    @Test
    void imagesThatAreHugeByTheirHeaderAreRefusedAtOnce() {
        byte[] png = codec.encodePng(Pictures.gradient(9, 9));
        ByteBuffer.wrap(png).putInt(16, 2_000_000_000).putInt(20, 2_000_000_000);
        byte[] jpeg = codec.encodeJpeg(Pictures.gradient(9, 9), 90);
        int frame = indexOf(jpeg, 0xFF, 0xC0);
        Arrays.fill(jpeg, frame + 5, frame + 9, (byte) 0xFF);

        assertTimeoutPreemptively(
                AT_ONCE,
                () -> {
                    assertRefused(codec, png, TOO_LARGE, "2000000000x2000000000");
                    assertRefused(codec, jpeg, TOO_LARGE, "65535x65535 = 4294836225 pixels");
                });
    }

    @Test
    void textThatInflatesWithoutEndIsNotInflated() throws IOException {
        BufferedImage palette = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED);
        byte[] plain = written(palette, "png");
        byte[] bomb = withChunkAfterHeader(plain, "zTXt", compressedZeros(1_000_000_000));

        RgbImage decoded = assertTimeoutPreemptively(AT_ONCE, () -> codec.decode(bomb));

        assertThat(decoded).isEqualTo(codec.decode(plain));
    }

    @Test
    void everyTruncationIsMalformed() {
        byte[] png = codec.encodePng(Pictures.random(40, 40, 3));
        byte[] jpeg = codec.encodeJpeg(Pictures.random(40, 40, 3), 80);

        for (byte[] whole : new byte[][] {png, jpeg}) {
            for (int length = 0; length < whole.length; length += 1 + length / 40) {
                assertRefused(codec, Arrays.copyOf(whole, length), MALFORMED, "");
            }
            assertRefused(codec, Arrays.copyOf(whole, whole.length - 1), MALFORMED, "truncated");
        }
    }

    @Test
    void aPngWithTooFewRowsIsMalformed() {
        byte[] png = codec.encodePng(Pictures.random(8, 8, 3));
        ByteBuffer.wrap(png).putInt(20, 16);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());

        assertRefused(codec, png, MALFORMED, "");
    }

    @Test
    void damageNeverEscapesAsAnotherException() {
        Random random = new Random(11);
        RgbImage image = Pictures.gradient(48, 32);
        byte[][] originals = {codec.encodePng(image), codec.encodeJpeg(image, 70)};
        int refused = 0;
        for (int trial = 0; trial < 2000; trial++) {
            byte[] damaged = originals[trial % 2].clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                codec.decode(damaged);
            } catch (MalformedImageException expected) {
                refused++;
            }
        }
        // Every damaged PNG fails its checksum; in JPEG some bytes merely change pixels.
        assertThat(refused).isGreaterThan(990);
    }

    @Test
    void garbageIsMalformedAndOtherFormatsAreUnsupported() throws IOException {
        ImageCodec narrow =
                new ImageCodec(
                        new ImageLimits(
                                1 << 20, 1 << 20, Set.of(ImageFormat.PNG, ImageFormat.JPEG)));
        byte[] gif = written(new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB), "gif");

        assertRefused(codec, new byte[0], MALFORMED, "empty (0 bytes)");
        assertRefused(
                codec, "hello, world".getBytes(StandardCharsets.UTF_8), MALFORMED, "no image");
        assertRefused(narrow, gif, UNSUPPORTED, "The image is GIF; PNG and JPEG are read");
        byte[] tiff = "II*\0........".getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(codec, tiff, UNSUPPORTED, "The image is TIFF; PNG, JPEG, WebP, GIF and BMP");
        byte[] avif = "\0\0\0 ftypavif....".getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(codec, avif, UNSUPPORTED, "The image is HEIF or AVIF");
    }

    private static void assertRefused(
            ImageCodec codec, byte[] bytes, MalformedImageException.Kind kind, String message) {
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOfSatisfying(
                        MalformedImageException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }

    static byte[] written(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static int indexOf(byte[] bytes, int first, int second) {
        int i = 0;
        while (bytes[i] != (byte) first || bytes[i + 1] != (byte) second) {
            i++;
        }
        return i;
    }

    private static byte[] compressedZeros(int length) {
        Deflater deflater = new Deflater();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("Comment\0\0".getBytes(StandardCharsets.ISO_8859_1));
        byte[] zeros = new byte[10_000_000];
        byte[] buffer = new byte[1 << 16];
        for (int done = 0; done < length; done += zeros.length) {
            deflater.setInput(zeros);
            for (int n = deflater.deflate(buffer); n > 0; n = deflater.deflate(buffer)) {
                out.write(buffer, 0, n);
            }
        }
        deflater.finish();
        out.write(buffer, 0, deflater.deflate(buffer));
        deflater.end();
        return out.toByteArray();
    }

    private static byte[] withChunkAfterHeader(byte[] png, String type, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.ISO_8859_1));
        crc.update(data);
        ByteBuffer out = ByteBuffer.allocate(png.length + data.length + 12);
        out.put(png, 0, 33).putInt(data.length).put(type.getBytes(StandardCharsets.ISO_8859_1));
        out.put(data).putInt((int) crc.getValue()).put(png, 33, png.length - 33);
        return out.array();
    }
}
