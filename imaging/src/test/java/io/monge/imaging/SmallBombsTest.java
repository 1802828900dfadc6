package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void aTiffOfMoreEntriesThanAnyHasIsRefused() {
        assertThat(codec.header(tiff(504, 1)).width()).isEqualTo(1);
        assertMalformed(
                tiff(505, 1), "The TIFF has a directory of 513 entries; at most 512 are read");
    }

    @Test
    void aTiffWhoseEntriesClaimTheSameBytesAgainAndAgainIsRefused() {
        byte[] bomb = tiff(100, 1000);

        assertThat(codec.header(tiff(1, 1000)).width()).isEqualTo(1);
        assertMalformed(
                bomb,
                "The TIFF has %d bytes, and claims more for its values".formatted(bomb.length));
    }

    @Test
    void soIsItsExifButNotForEntriesThatStayBehind() {
        assertThat(ExifExtract.of(exif(2, 1000))).isEmpty();
        assertThat(ExifExtract.of(exif(1, 1000))).isPresent();
        assertThat(ExifExtract.of(TiffDirectory.first(tiff(100, 1000), "TIFF"))).isPresent();
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

    /** One grey pixel, and more entries that all claim the same bytes at the end. */
    private static byte[] tiff(int more, int bytes) {
        int values = 8 + 2 + 12 * (8 + more) + 4;
        List<int[]> entries = new ArrayList<>();
        int[][] pixel = {
            {256, 1}, {257, 1}, {258, 8}, {259, 1}, {262, 1}, {273, values}, {277, 1}, {279, 1}
        };
        for (int[] tag : pixel) {
            entries.add(new int[] {tag[0], TiffNumbers.LONG, 1, tag[1]});
        }
        for (int i = 0; i < more; i++) {
            entries.add(new int[] {40_000 + i, TiffNumbers.BYTE, bytes, values});
        }
        ByteBuffer out = start(values + bytes);
        directory(out, entries);
        return out.array();
    }

    /** A camera's directory whose entries all claim the same bytes behind it. */
    private static TiffDirectory exif(int entries, int bytes) {
        int camera = 8 + 2 + 12 + 4;
        int values = camera + 2 + 12 * entries + 4;
        ByteBuffer out = start(values + bytes);
        directory(out, List.of(new int[] {0x8769, TiffNumbers.LONG, 1, camera}));
        List<int[]> same = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            same.add(new int[] {0x9000 + i, TiffNumbers.BYTE, bytes, values});
        }
        directory(out, same);
        return TiffDirectory.first(out.array(), "TIFF");
    }

    private static ByteBuffer start(int length) {
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        return out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    }

    /** Tag, type, count and value of each entry. */
    private static void directory(ByteBuffer out, List<int[]> entries) {
        out.putShort((short) entries.size());
        for (int[] entry : entries) {
            out.putShort((short) entry[0]).putShort((short) entry[1]);
            out.putInt(entry[2]).putInt(entry[3]);
        }
        out.putInt(0);
    }
}
