package io.monge.imaging;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** {@link RgbImage} ⇄ the image class of the JDK's codecs. */
final class BufferedImages {

    private static final int OPAQUE = 255;

    private BufferedImages() {}

    static BufferedImage of(RgbImage image) {
        BufferedImage out =
                new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] to = ((DataBufferByte) out.getRaster().getDataBuffer()).getData();
        swapRedAndBlue(image.pixels(), to);
        return out;
    }

    static RgbImage toRgb(BufferedImage image) {
        byte[] out = new byte[RgbImage.byteLength(image.getWidth(), image.getHeight())];
        ColorModel colors = image.getColorModel();
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            swapRedAndBlue(((DataBufferByte) image.getRaster().getDataBuffer()).getData(), out);
        } else if (colors instanceof IndexColorModel palette) {
            fromPalette(image.getRaster(), palette, out);
        } else if (isPlain(colors)) {
            fromSamples(image.getRaster(), colors, out);
        } else {
            return toRgb(converted(image));
        }
        return new RgbImage(image.getWidth(), image.getHeight(), out);
    }

    private static void swapRedAndBlue(byte[] in, byte[] out) {
        for (int i = 0; i < in.length; i += RgbImage.CHANNELS) {
            out[i] = in[i + 2];
            out[i + 1] = in[i + 1];
            out[i + 2] = in[i];
        }
    }

    /** Whether the samples are sRGB or grey already, so that no colour management is needed. */
    private static boolean isPlain(ColorModel colors) {
        ColorSpace space = colors.getColorSpace();
        // The JDK calls grey samples linear, which those of PNG and JPEG are not: they are taken as
        // they are.
        return space.isCS_sRGB() || space.getType() == ColorSpace.TYPE_GRAY;
    }

    private static BufferedImage converted(BufferedImage image) {
        BufferedImage opaque =
                new BufferedImage(
                        image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        return new ColorConvertOp(null).filter(image, opaque);
    }

    private static void fromPalette(Raster raster, IndexColorModel palette, byte[] out) {
        int[] row = new int[raster.getWidth()];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, row.length, 1, 0, row);
            for (int index : row) {
                int argb = palette.getRGB(index);
                int alpha = argb >>> 24;
                out[to++] = overWhite(argb >> 16 & 0xFF, alpha);
                out[to++] = overWhite(argb >> 8 & 0xFF, alpha);
                out[to++] = overWhite(argb & 0xFF, alpha);
            }
        }
    }

    private static void fromSamples(Raster raster, ColorModel colors, byte[] out) {
        int bands = raster.getNumBands();
        int colorBands = colors.getNumColorComponents();
        int[] row = new int[bands * raster.getWidth()];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, raster.getWidth(), 1, row);
            for (int i = 0; i < row.length; i += bands) {
                int alpha =
                        bands > colorBands
                                ? scaled(row[i + colorBands], colors, colorBands)
                                : OPAQUE;
                for (int c = 0; c < RgbImage.CHANNELS; c++) {
                    int band = Math.min(c, colorBands - 1);
                    out[to++] = overWhite(scaled(row[i + band], colors, band), alpha);
                }
            }
        }
    }

    private static int scaled(int sample, ColorModel colors, int band) {
        int max = (1 << colors.getComponentSize(band)) - 1;
        return max == OPAQUE ? sample : (sample * OPAQUE + max / 2) / max;
    }

    private static byte overWhite(int value, int alpha) {
        return (byte) ((value * alpha + OPAQUE * (OPAQUE - alpha) + OPAQUE / 2) / OPAQUE);
    }
}
