package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
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

        assertThat(inflated(deflated(noise, 7000))).isEqualTo(noise);
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

        assertThat(inflated(deflated)).isEqualTo(bytes);
        assertThat(deflated).hasSizeLessThan(bytes.length / 30);
    }

    /** Huffman's own code for Fibonacci's numbers has a word of a bit more for each of them. */
    @Test
    void bytesWhoseShortestCodeWouldBeTooLongComeBack() throws IOException {
        byte[] bytes = new byte[121_392]; // the sum of the numbers below
        int at = 0;
        for (int symbol = 0, one = 1, next = 1; symbol < 24; symbol++) {
            Arrays.fill(bytes, at, at + one, (byte) (symbol * 3));
            at += one;
            int sum = one + next;
            one = next;
            next = sum;
        }
        shuffle(bytes);

        assertThat(inflated(deflated(bytes, 50_000))).isEqualTo(bytes);
    }

    @Test
    void whatSpreadsAsResidualsDoTakesHardlyMoreThanItsEntropy() throws IOException {
        byte[] residuals = new byte[500_000];
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = (byte) Math.round(4 * random.nextGaussian());
        }
        double entropyBits = Math.log(4 * Math.sqrt(2 * Math.PI * Math.E)) / Math.log(2);

        // A Huffman code wastes some hundredths of a bit here, codes and chunks less.
        assertThat(8.0 * deflated(residuals, 5760).length / residuals.length)
                .isBetween(entropyBits, entropyBits + 0.06);
    }

    private void shuffle(byte[] bytes) {
        for (int i = bytes.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            byte kept = bytes[i];
            bytes[i] = bytes[other];
            bytes[other] = kept;
        }
    }

    private static byte[] deflated(byte[] bytes, int atOnce) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RowDeflater deflater = new RowDeflater((data, length) -> out.write(data, 0, length));
        for (int from = 0; from < bytes.length; from += atOnce) {
            deflater.write(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + atOnce)));
        }
        deflater.finish();
        return out.toByteArray();
    }

    private static byte[] inflated(byte[] deflated) throws IOException {
        try (var in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            return in.readAllBytes();
        }
    }
}
