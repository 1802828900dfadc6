package io.monge.imaging.golden;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes TIFF 6.0, one strip, plain or deflated. */
final class TiffFile {

    private static final int WHITE_IS_ZERO = 0;
    private static final int BLACK_IS_ZERO = 1;
    private static final int RGB = 2;
    private static final int PALETTE = 3;

    private final Golden.Storage storage;
    private final ByteOrder order;

    TiffFile(Golden.Storage storage, ByteOrder order) {
        this.storage = storage;
        this.order = order;
    }

    /** Grey or RGB, alpha not multiplied in. */
    byte[] plain() throws IOException {
        Mode mode = storage.mode();
        Directory directory = directory(mode.bits(), mode.stored());
        directory.shorts(262, mode.channels() == 1 ? BLACK_IS_ZERO : RGB);
        if (mode.alpha()) {
            directory.shorts(338, 2);
        }
        return deflated(directory, rows(mode.bits(), (x, y) -> Scene.samples(mode, x, y)));
    }

    /** Colours multiplied by alpha. */
    byte[] associated() throws IOException {
        Mode mode = storage.mode();
        Directory directory = directory(mode.bits(), mode.stored()).shorts(262, RGB).shorts(338, 1);
        return uncompressed(
                directory,
                rows(
                        mode.bits(),
                        (x, y) -> {
                            int[] samples = Scene.samples(mode, x, y);
                            for (int c = 0; c < 3; c++) {
                                double seen = (double) samples[c] * samples[3] / mode.levels();
                                samples[c] = (int) Math.round(seen);
                            }
                            return samples;
                        }));
    }

    byte[] whiteIsZero() throws IOException {
        Mode mode = storage.mode();
        Directory directory = directory(mode.bits(), 1).shorts(262, WHITE_IS_ZERO);
        return uncompressed(
                directory,
                rows(
                        mode.bits(),
                        (x, y) -> new int[] {mode.levels() - Scene.samples(mode, x, y)[0]}));
    }

    byte[] palette() {
        Palette palette = new Palette(storage.mode());
        int[] map = new int[3 * 256];
        for (int i = 0; i < palette.size(); i++) {
            for (int c = 0; c < 3; c++) {
                map[256 * c + i] = palette.value(i, c) * 257;
            }
        }
        Directory directory = directory(8, 1).shorts(262, PALETTE).shorts(320, map);
        return uncompressed(directory, rows(8, (x, y) -> new int[] {palette.index(x, y)}));
    }

    private byte[] rows(int bits, PixelBits.Samples samples) {
        byte[] rows = new PixelBits(storage).packed(bits, samples);
        if (bits == 16 && order == ByteOrder.LITTLE_ENDIAN) {
            for (int i = 0; i < rows.length; i += 2) {
                byte high = rows[i];
                rows[i] = rows[i + 1];
                rows[i + 1] = high;
            }
        }
        return rows;
    }

    private Directory directory(int bits, int samples) {
        int[] depths = new int[samples];
        Arrays.fill(depths, bits);
        Directory directory =
                new Directory(order)
                        .longs(256, storage.turn().storedWidth())
                        .longs(257, storage.turn().storedHeight())
                        .shorts(258, depths)
                        .text(271, "Golden Camera Works")
                        .longs(273, Directory.pixelsAt())
                        .shorts(274, storage.turn().number())
                        .shorts(277, samples)
                        .longs(278, storage.turn().storedHeight())
                        .text(33_432, "nobody");
        return storage.space().isProfile()
                ? directory.bytes(34_675, storage.space().icc())
                : directory;
    }

    private static byte[] uncompressed(Directory directory, byte[] rows) {
        return directory.shorts(259, 1).longs(279, rows.length).with(rows);
    }

    private static byte[] deflated(Directory directory, byte[] rows) throws IOException {
        byte[] strip = PngFile.deflated(rows);
        return directory.shorts(259, 8).longs(279, strip.length).with(strip);
    }
}
