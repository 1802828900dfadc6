package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's inflater, which is zlib's, reads what is written, checksum and all. */
class RowDeflaterTest {
    private final Random random = new Random(3);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 5, 6, 1000, 1 << 17, (1 << 17) + 1, 300_000})
    void noiseOfAnyLengthComesBack(int length) throws IOException {
        byte[] noise = new byte[length];
        random.nextBytes(noise);

        assertThat(Arrays.equals(inflated(deflated(noise, 7000)), noise)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 6, 258, 259, 260, 263, 1 << 17, 400_001})
    void aRunOfAnyLengthComesBack(int length) throws IOException {
        byte[] run = new byte[length];
        Arrays.fill(run, (byte) 200);

        assertThat(inflated(deflated(run, 1 << 16))).isEqualTo(run);
    }

    @Test
    void runsOfEveryLengthBetweenOtherBytesComeBack() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int length = 1; length < 600; length++) {
            byte[] run = new byte[length];
            Arrays.fill(run, (byte) length);
            out.write(run);
            out.write(random.nextInt(256));
        }
        byte[] bytes = out.toByteArray();

        byte[] deflated = deflated(bytes, 999);

        assertThat(Arrays.equals(inflated(deflated), bytes)).isTrue();
        assertThat(deflated).hasSizeLessThan(bytes.length / 30);
    }

    @Test
    void plainsBetweenPhotographsAreSmallAndAllComesBack() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 6; i++) {
            out.write(residuals(100_000));
            out.write(new byte[300_000]);
        }
        byte[] bytes = out.toByteArray();

        byte[] deflated = deflated(bytes, 5760);

        assertThat(Arrays.equals(inflated(deflated), bytes)).isTrue();
        // 4.05 bits for each residual; a code by occurrence alone needs a bit for each zero too.
        int residuals = 303_750;
        int zeros = 1_800_000 / 8;
        assertThat(deflated).hasSizeLessThan(residuals + zeros / 2);
    }

    @Test
    void theBytesAreTheSameWhoeverCompressesWhat() throws IOException {
        byte[] bytes = residuals(3_000_000);
        Arrays.fill(bytes, 800_000, 1_500_000, (byte) 7);

        byte[] first = deflated(bytes, 5760);

        for (int i = 0; i < 20; i++) {
            assertThat(Arrays.equals(deflated(bytes, 5760), first)).isTrue();
        }
    }

    @Test
    void aRepetitionIsFoundAcrossTheSeamOfTwoBlocks() throws IOException {
        byte[] row = new byte[20_001]; // does not divide the blocks
        for (int i = 0; i < row.length; i += 3) {
            Arrays.fill(row, i, i + 3, (byte) random.nextInt(256)); // mostly like its neighbour
        }
        byte[] rows = new byte[50 * row.length];
        for (int i = 0; i < 50; i++) {
            System.arraycopy(row, 0, rows, i * row.length, row.length);
        }

        byte[] deflated = deflated(rows, row.length);

        assertThat(Arrays.equals(inflated(deflated), rows)).isTrue();
        // Blocks that had to begin anew would take a tenth more.
        assertThat(deflated).hasSizeLessThan(inOneStream(rows) * 102 / 100);
    }

    @Test
    void whatSpreadsAsResidualsDoTakesHardlyMoreThanItsEntropy() throws IOException {
        byte[] residuals = residuals(500_000);
        double entropyBits = Math.log(4 * Math.sqrt(2 * Math.PI * Math.E)) / Math.log(2);

        // A Huffman code wastes some hundredths of a bit here, zlib's many tables of it others.
        assertThat(8.0 * deflated(residuals, 5760).length / residuals.length)
                .isBetween(entropyBits, entropyBits + 0.1);
    }

    private byte[] residuals(int length) {
        byte[] residuals = new byte[length];
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = (byte) Math.round(4 * random.nextGaussian());
        }
        return residuals;
    }

    private static byte[] deflated(byte[] bytes, int atOnce) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RowDeflater deflater = new RowDeflater((data, length) -> out.write(data, 0, length))) {
            for (int from = 0; from < bytes.length; from += atOnce) {
                int to = Math.min(bytes.length, from + atOnce);
                deflater.write(Arrays.copyOfRange(bytes, from, to));
            }
            deflater.finish();
        }
        return out.toByteArray();
    }

    private static int inOneStream(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (var stream = new DeflaterOutputStream(out, deflater)) {
            stream.write(bytes);
        } finally {
            deflater.end();
        }
        return out.size();
    }

    private static byte[] inflated(byte[] deflated) throws IOException {
        try (var in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            return in.readAllBytes();
        }
    }
}
