package io.monge.launcher.bench;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.RgbImage;
import io.monge.imaging.UnsharpMask;
import io.monge.imaging.scene.ScenePair;
import io.monge.imaging.scene.ScenePairs;
import io.monge.ot.snapshot.FrozenMap;
import java.util.Arrays;
import java.util.List;

/**
 * The before/after picture: a row for each held-out scene, in it LR (pixels repeated), bicubic,
 * unsharp mask, Monge and HR.
 */
final class ScenesStrip {

    /** px between pictures, white. */
    private static final int GAP = 4;

    private ScenesStrip() {}

    /**
     * Draws the first {@code rows} held-out scenes.
     *
     * @param lrSize side of the LR cut-out, px
     */
    static RgbImage draw(ScenePairs scenes, int rows, int lrSize, UnsharpMask mask, FrozenMap map) {
        int side = lrSize * map.scale();
        int pitch = side + GAP;
        Sheet sheet = new Sheet(5 * pitch - GAP, rows * pitch - GAP);
        BicubicResampler up = new BicubicResampler(map.scale());
        for (int row = 0; row < rows; row++) {
            ScenePair pair = scenes.patch(row, lrSize);
            RgbImage bicubic = up.of(pair.lr());
            List<RgbImage> pictures =
                    List.of(
                            repeated(pair.lr(), map.scale()),
                            bicubic,
                            mask.of(bicubic),
                            map.upscale(List.of(pair.lr())).get(0),
                            pair.hr());
            for (int column = 0; column < pictures.size(); column++) {
                sheet.put(pictures.get(column), column * pitch, row * pitch);
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
