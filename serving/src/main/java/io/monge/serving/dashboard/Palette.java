package io.monge.serving.dashboard;

import io.monge.imaging.RgbImage;
import io.monge.ot.metric.PaletteContrast;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Colours of some images: the paper's picture of bias (Appendix D). A biased map's cloud of colours
 * is smaller than its target's.
 *
 * @param contrast total variance of the colours, mean and deviation over 100 palettes
 * @param colours random pixels as {@code 0xRRGGBB}
 */
public record Palette(PaletteContrast.Spread contrast, List<Integer> colours) {
    private static final int PALETTES = 100;
    private static final int PIXELS = 1024; // of each, both as in the appendix
    private static final int SHOWN = 400;

    public Palette {
        colours = List.copyOf(colours);
    }

    /**
     * @param images at least one
     */
    static Palette of(List<RgbImage> images, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> colours = new ArrayList<>(SHOWN);
        for (int i = 0; i < SHOWN; i++) {
            RgbImage image = images.get(random.nextInt(images.size()));
            int at = 3 * random.nextInt(image.width() * image.height());
            byte[] pixels = image.pixels();
            colours.add(
                    (pixels[at] & 0xff) << 16
                            | (pixels[at + 1] & 0xff) << 8
                            | pixels[at + 2] & 0xff);
        }
        return new Palette(PaletteContrast.sampled(images, PALETTES, PIXELS, seed), colours);
    }
}
