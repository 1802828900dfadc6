package io.monge.imaging;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The samples of a decoded image row by row on the scale of 16 bits, before any colour management:
 * grey or RGB, with alpha or without, whatever its memory looks like. One thread.
 */
final class RawRows {

    private static final int[] NO_KEY = {};

    private final Raster raster;
    private final ColorModel colours;
    private final int[] key;
    private final boolean grey;
    private final int[] stored; // (width, bands)

    /**
     * @param key the stored colour that is transparent, one sample a band; empty for none
     */
    private RawRows(BufferedImage image, int[] key) {
        this.raster = image.getRaster();
        this.colours = image.getColorModel();
        this.grey = isGrey(colours);
        this.key = key;
        this.stored = new int[raster.getNumBands() * raster.getWidth()];
    }

    static RawRows of(BufferedImage image, int[] key) {
        return hasOwnColours(image.getColorModel())
                ? new RawRows(image, key)
                : new RawRows(converted(image), NO_KEY);
    }

    /** Whether the samples are RGB or grey, so that a profile beside them tells their colours. */
    static boolean hasOwnColours(ColorModel colours) {
        int type = colours.getColorSpace().getType();
        return type == ColorSpace.TYPE_RGB || type == ColorSpace.TYPE_GRAY;
    }

    private static BufferedImage converted(BufferedImage image) {
        BufferedImage opaque =
                new BufferedImage(
                        image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        return new ColorConvertOp(null).filter(image, opaque);
    }

    private static boolean isGrey(ColorModel colours) {
        if (colours instanceof IndexColorModel palette) {
            for (int i = 0; i < palette.getMapSize(); i++) {
                boolean alike =
                        palette.getRed(i) == palette.getGreen(i)
                                && palette.getRed(i) == palette.getBlue(i);
                if (!alike) {
                    return false;
                }
            }
            return true;
        }
        return colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    }

    int width() {
        return raster.getWidth();
    }

    int height() {
        return raster.getHeight();
    }

    boolean isGrey() {
        return grey;
    }

    /** 1 for grey, 3 for RGB. */
    int channels() {
        return grey ? 1 : RgbImage.CHANNELS;
    }

    boolean hasAlpha() {
        return colours.hasAlpha() || key.length > 0;
    }

    /** 16 if any sample has more than 8 bits, else 8. */
    int depth() {
        if (colours instanceof IndexColorModel) {
            return Byte.SIZE;
        }
        for (int bits : colours.getComponentSize()) {
            if (bits > Byte.SIZE) {
                return Short.SIZE;
            }
        }
        return Byte.SIZE;
    }

    /**
     * One row.
     *
     * @param samples (width, channels), overwritten
     * @param alpha (width), overwritten; opaque where there is none
     */
    void read(int y, short[] samples, int[] alpha) {
        raster.getPixels(0, y, raster.getWidth(), 1, stored);
        if (colours instanceof IndexColorModel palette) {
            fromPalette(palette, samples, alpha);
        } else {
            fromSamples(samples, alpha);
        }
        applyKey(alpha);
    }

    private void fromPalette(IndexColorModel palette, short[] samples, int[] alpha) {
        int channels = channels();
        for (int x = 0; x < stored.length; x++) {
            int argb = palette.getRGB(stored[x]);
            alpha[x] = Intensity.toSixteenBits(argb >>> 24);
            for (int c = 0; c < channels; c++) {
                samples[x * channels + c] =
                        (short) Intensity.toSixteenBits(argb >> (16 - 8 * c) & 0xFF);
            }
        }
    }

    private void fromSamples(short[] samples, int[] alpha) {
        int bands = raster.getNumBands();
        int channels = channels();
        boolean translucent = colours.hasAlpha() && bands > channels;
        for (int x = 0; x < alpha.length; x++) {
            for (int c = 0; c < channels; c++) {
                samples[x * channels + c] = (short) scaled(stored[x * bands + c], c);
            }
            alpha[x] = translucent ? scaled(stored[x * bands + channels], channels) : DeepImage.MAX;
        }
    }

    private int scaled(int sample, int band) {
        int bits = colours.getComponentSize(band);
        if (bits == Byte.SIZE) {
            return Intensity.toSixteenBits(sample);
        }
        int max = (1 << bits) - 1;
        return (int) (((long) sample * DeepImage.MAX + max / 2) / max);
    }

    private void applyKey(int[] alpha) {
        int bands = raster.getNumBands();
        if (key.length != bands) {
            return;
        }
        for (int x = 0; x < alpha.length; x++) {
            boolean matches = true;
            for (int c = 0; c < bands; c++) {
                matches &= stored[x * bands + c] == key[c];
            }
            alpha[x] = matches ? 0 : alpha[x];
        }
    }
}
