package io.monge.launcher.bench.vector;

import io.monge.imaging.ImageRows;
import io.monge.imaging.PngRows;
import io.monge.ot.benchmark.ColourMap;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SplittableRandom;

/** Colours out of pictures and back into them, some rows at a time. */
final class Palettes {
    private static final int PIXELS_AT_ONCE = 1 << 16;

    private Palettes() {}

    /** Random pixels, with replacement and in the order of the rows: (most, 3) in [0, 1]. */
    static float[][] of(ImageRows image, int most, long seed) throws IOException {
        long area = (long) image.width() * image.height();
        SplittableRandom random = new SplittableRandom(seed);
        long[] chosen = random.longs(most, 0, area).sorted().toArray();
        float[][] palette = new float[most][3];
        int next = 0;
        for (int top = 0; top < image.height(); top += rowsAtOnce(image)) {
            byte[] rows = image.read(top, Math.min(rowsAtOnce(image), image.height() - top));
            long start = (long) top * image.width();
            long end = start + rows.length / 3;
            for (; next < most && chosen[next] < end; next++) {
                int at = Math.toIntExact(3 * (chosen[next] - start));
                for (int c = 0; c < 3; c++) {
                    palette[next][c] = (rows[at + c] & 0xFF) / 255f;
                }
            }
        }
        shuffle(palette, random);
        return palette;
    }

    private static void shuffle(float[][] rows, SplittableRandom random) {
        for (int i = rows.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            float[] row = rows[i];
            rows[i] = rows[j];
            rows[j] = row;
        }
    }

    private static int rowsAtOnce(ImageRows image) {
        return Math.max(1, PIXELS_AT_ONCE / image.width());
    }

    /** Writes the recoloured picture as PNG; the file is there whole or not at all. */
    static void recolour(ImageRows image, ColourMap map, Path output) throws IOException {
        Path partial = output.resolveSibling("." + output.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial));
                    PngRows png = new PngRows(out, image.width(), image.height())) {
                for (int top = 0; top < image.height(); top += rowsAtOnce(image)) {
                    int count = Math.min(rowsAtOnce(image), image.height() - top);
                    byte[] rows = image.read(top, count);
                    map.apply(rows);
                    png.write(rows);
                }
            }
            Files.move(partial, output, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
