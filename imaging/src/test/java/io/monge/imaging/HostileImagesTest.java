package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.monge.imaging.golden.Golden;
import io.monge.imaging.golden.GoldenFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * Damaged and malicious files of every format. {@code -Dmonge.hostile=100000} tries so many instead
 * of 2000; the seed of each is its number, so that any failure can be repeated.
 */
class HostileImagesTest {

    private static final int TRIALS = Integer.getInteger("monge.hostile", 2000);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** Under the load of a shared machine a decoder may wait; what hangs, hangs every time. */
    private static final int ATTEMPTS = 3;

    private final ImageCodec codec =
            new ImageCodec(new ImageLimits(1 << 20, 1 << 20, ImageFormat.ALL));

    @Test
    void everyHostileImageIsDecodedOrRefusedInTime() throws IOException {
        List<Golden> originals = GoldenFiles.all();
        Map<MalformedImageException.Kind, Integer> refused =
                new EnumMap<>(MalformedImageException.Kind.class);
        List<String> escaped = new ArrayList<>();
        int threads = Thread.activeCount();
        for (int trial = 0; trial < TRIALS; trial++) {
            byte[] file = originals.get(trial % originals.size()).file();
            Mutation mutation = new Mutation(new Random(trial), originals);
            byte[] hostile = mutation.of(file);
            String name =
                    "trial %d of %s".formatted(trial, originals.get(trial % originals.size()));
            try {
                inTime(name, hostile, escaped);
            } catch (MalformedImageException expected) {
                refused.merge(expected.kind(), 1, Integer::sum);
            } catch (RuntimeException | Error e) {
                escaped.add(name + ": " + e);
            }
        }

        System.out.println(TRIALS + " hostile images, refused: " + refused);
        assertThat(escaped).isEmpty();
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 2); // the JDK's disposer
    }

    private void inTime(String name, byte[] hostile, List<String> late) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long start = System.nanoTime();
            try {
                codec.picture(hostile);
            } finally {
                long took = System.nanoTime() - start;
                if (took < LONGEST.toNanos()) {
                    attempt = ATTEMPTS;
                } else if (attempt == ATTEMPTS - 1) {
                    late.add("%s took %d ms".formatted(name, took / 1_000_000));
                }
            }
        }
    }

    @Test
    void aGifThatClaimsFourGigapixelsIsRefusedAtOnceAndForNothing() {
        byte[] bomb =
                ("GIF89a\u00ff\u00ff\u00ff\u00ff\u0080\0\0\0\0\0\u00ff\u00ff\u00ff"
                                + ",\0\0\0\0\u00ff\u00ff\u00ff\u00ff\0\2\2D\1\0;")
                        .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(bomb).hasSize(35);
        refuse(bomb); // classes are loaded once

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        refuse(bomb);
        allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) { // the work itself, not waiting for a processor
            long start = System.nanoTime();
            refuse(bomb);
            fastest = Math.min(fastest, System.nanoTime() - start);
        }

        assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(10));
        assertThat(allocated).isLessThan(1 << 20);
    }

    private void refuse(byte[] bomb) {
        assertThatThrownBy(() -> codec.picture(bomb))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("65535x65535");
    }

    @Test
    void anAnimationIsRefusedRatherThanCutToItsFirstFrame() {
        assertThatThrownBy(() -> codec.header(GoldenFiles.animatedGif()))
                .isInstanceOfSatisfying(
                        MalformedImageException.class,
                        e -> assertThat(e.kind()).isEqualTo(MalformedImageException.Kind.TOO_LARGE))
                .hasMessageContaining("more than one frame");
    }

    @Test
    void soIsEveryOtherKindOfSeveralPictures() {
        byte[] png = codec.encodePng(new RgbImage(1, 1, new byte[3]));
        for (byte[] several : List.of(animatedPng(png), animatedWebp(), twoPages())) {
            assertThatThrownBy(() -> codec.header(several))
                    .isInstanceOfSatisfying(
                            MalformedImageException.class,
                            e ->
                                    assertThat(e.kind())
                                            .isEqualTo(MalformedImageException.Kind.TOO_LARGE))
                    .hasMessageContaining("more than one frame");
        }
    }

    /** An acTL chunk (APNG 1.0) of two frames behind the header. */
    private static byte[] animatedPng(byte[] png) {
        ByteBuffer control = ByteBuffer.allocate(20).putInt(8).put(ascii("acTL")).putInt(2);
        CRC32 crc = new CRC32();
        crc.update(control.array(), 4, 12);
        control.putInt(16, (int) crc.getValue());
        int header = 33; // signature and IHDR
        return ByteBuffer.allocate(png.length + 20)
                .put(png, 0, header)
                .put(control.array())
                .put(png, header, png.length - header)
                .array();
    }

    /** A canvas of 1x1 px with the animation flag and two ANMF chunks. */
    private static byte[] animatedWebp() {
        ByteBuffer out = ByteBuffer.allocate(12 + 18 + 2 * 24).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(out.capacity() - 8).put(ascii("WEBP"));
        out.put(ascii("VP8X")).putInt(10).put((byte) 2).position(out.position() + 9);
        for (int frame = 0; frame < 2; frame++) {
            out.put(ascii("ANMF")).putInt(16).position(out.position() + 16);
        }
        return out.array();
    }

    /** Two directories of one grey pixel each. */
    private static byte[] twoPages() {
        int directory = 2 + 12 * 8 + 4;
        ByteBuffer out = ByteBuffer.allocate(8 + 2 * directory + 1).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("II")).putShort((short) 42).putInt(8);
        int pixel = out.capacity() - 1;
        for (int page = 0; page < 2; page++) {
            out.putShort((short) 8);
            int[][] tags = {
                {256, 1}, {257, 1}, {258, 8}, {259, 1}, {262, 1}, {273, pixel}, {277, 1}, {279, 1}
            };
            for (int[] tag : tags) {
                out.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
            }
            out.putInt(page == 0 ? 8 + directory : 0);
        }
        return out.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** One way of damaging a file. */
    private record Mutation(Random random, List<Golden> others) {

        byte[] of(byte[] file) {
            byte[] out = file.clone();
            return switch (random.nextInt(7)) {
                case 0 -> scattered(out, 1 + random.nextInt(8), out.length);
                case 1 -> scattered(out, 1 + random.nextInt(4), Math.min(64, out.length));
                case 2 -> Arrays.copyOf(out, random.nextInt(out.length));
                case 3 -> numbers(out);
                case 4 -> repeated(out);
                case 5 -> spliced(out);
                default -> garbage(out);
            };
        }

        private byte[] scattered(byte[] out, int count, int within) {
            for (int i = 0; i < count; i++) {
                out[random.nextInt(within)] = (byte) random.nextInt();
            }
            return out;
        }

        /** Sizes, counts and offsets become extreme. */
        private byte[] numbers(byte[] out) {
            int[] extremes = {0, 1, 0x7F, 0x80, 0xFF};
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                int at = random.nextInt(out.length);
                int length = Math.min(1 << random.nextInt(3), out.length - at);
                Arrays.fill(out, at, at + length, (byte) extremes[random.nextInt(5)]);
            }
            return out;
        }

        private byte[] repeated(byte[] out) {
            int at = random.nextInt(out.length);
            int length = random.nextInt(out.length - at) + 1;
            byte[] longer = Arrays.copyOf(out, out.length + length);
            System.arraycopy(out, at, longer, at + length, out.length - at);
            return longer;
        }

        /** The start of one file and the end of another. */
        private byte[] spliced(byte[] out) {
            byte[] other = others.get(random.nextInt(others.size())).file();
            int at = random.nextInt(Math.min(out.length, other.length));
            byte[] both = Arrays.copyOf(out, other.length);
            System.arraycopy(other, at, both, at, other.length - at);
            return both;
        }

        /** A right beginning and nothing right behind it. */
        private byte[] garbage(byte[] out) {
            int kept = random.nextInt(Math.min(out.length, 200));
            byte[] rest = new byte[out.length - kept];
            random.nextBytes(rest);
            System.arraycopy(rest, 0, out, kept, rest.length);
            return out;
        }
    }
}
