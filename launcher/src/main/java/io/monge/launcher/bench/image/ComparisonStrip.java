package io.monge.launcher.bench.image;

import io.monge.imaging.RgbImage;
import io.monge.imaging.UnsharpMask;
import io.monge.ot.snapshot.FrozenMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The before/after picture: a row for each held-out cut-out, in it LR (pixels repeated), bicubic,
 * unsharp mask, Monge and HR; at scale 1 without the column of bicubic, which is LR there.
 */
final class ComparisonStrip {

    /** px between pictures, white. */
    private static final int GAP = 4;

    private ComparisonStrip() {}

    /** Draws all cut-outs, which have one size. */
    static RgbImage draw(HeldOutPatches cutouts, UnsharpMask mask, FrozenMap map) {
        List<List<RgbImage>> rows = new ArrayList<>();
        for (int i = 0; i < cutouts.count(); i++) {
            List<RgbImage> row = new ArrayList<>();
            RgbImage bicubic = cutouts.bicubic().get(i);
            row.add(repeated(cutouts.lr().get(i), map.scale()));
            if (map.scale() > 1) {
                row.add(bicubic);
            }
            row.add(mask.of(bicubic));
            row.add(map.upscale(List.of(cutouts.lr().get(i))).get(0));
            row.add(cutouts.hr().get(i));
            rows.add(row);
        }
        return sheet(rows);
    }

    private static RgbImage sheet(List<List<RgbImage>> rows) {
        RgbImage first = rows.get(0).get(0);
        int across = first.width() + GAP;
        int down = first.height() + GAP;
        Sheet sheet = new Sheet(rows.get(0).size() * across - GAP, rows.size() * down - GAP);
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                sheet.put(rows.get(row).get(column), column * across, row * down);
            }
        }
        return sheet.image();
    }

    private static RgbImage repeated(RgbImage image, int scale) {
        int width = scale * image.width();
        byte[] pixels = new byte[RgbImage.byteLength(width, scale * image.height())];
        for (int i = 0; i < pixels.length; i++) {
            int pixel = i / RgbImage.CHANNELS;
            int x = pixel % width / scale;
            int y = pixel / width / scale;
            pixels[i] = (byte) image.channel(x, y, i % RgbImage.CHANNELS);
        }
        return new RgbImage(width, scale * image.height(), pixels);
    }

    /** A white sheet to put pictures on. */
    private static final class Sheet {
        private final int width;
        private final int height;
        private final byte[] pixels;

        Sheet(int width, int height) {
            this.width = width;
            this.height = height;
            this.pixels = new byte[RgbImage.byteLength(width, height)];
            Arrays.fill(pixels, (byte) 255);
        }

        void put(RgbImage image, int left, int top) {
            int row = RgbImage.CHANNELS * image.width();
            for (int y = 0; y < image.height(); y++) {
                int to = RgbImage.CHANNELS * ((top + y) * width + left);
                System.arraycopy(image.pixels(), y * row, pixels, to, row);
            }
        }

        RgbImage image() {
            return new RgbImage(width, height, pixels);
        }
    }
}
