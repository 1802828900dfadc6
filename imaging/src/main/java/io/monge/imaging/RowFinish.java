package io.monge.imaging;

import java.util.Optional;

/** One row of premultiplied sRGB to the samples that are stored. One thread. */
final class RowFinish {

    /** Of red, green and blue in grey, ITU-R BT.709. */
    private static final double[] LUMA = {0.2126, 0.7152, 0.0722};

    private final SampleLayout layout;
    private final boolean flattened; // over white, where the format has no alpha
    private final Optional<AlphaRows> alpha;
    private final Optional<ColourProfile.Conversion> conversion;
    private final int[] opacity;

    RowFinish(Picture source, int scale, SampleLayout layout) {
        this.layout = layout;
        this.flattened = source.alpha().isPresent() && !layout.hasAlpha();
        this.alpha = source.alpha().map(plane -> new AlphaRows(plane, scale));
        this.conversion = PictureRows.profile(source, layout).map(ColourProfile::fromSrgb);
        this.opacity = new int[source.width() * scale];
    }

    /**
     * Row number {@code y}.
     *
     * @param colours (width, 3), 0..65535, premultiplied
     * @param out (width, channels), as stored
     */
    void row(int y, int[] colours, byte[] out) {
        alpha.ifPresent(rows -> rows.row(y, opacity));
        short[] samples = new short[colours.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) straight(colours[i], i / RgbImage.CHANNELS);
        }
        int channels = layout.colours();
        short[] stored =
                conversion.isPresent()
                        ? conversion.get().convert(samples, opacity.length)
                        : channels == 1 ? luma(samples) : samples;
        int at = 0;
        for (int x = 0; x < opacity.length; x++) {
            for (int c = 0; c < channels; c++) {
                at = put(stored[x * channels + c] & DeepImage.MAX, out, at);
            }
            if (layout.hasAlpha()) {
                at = put(opacity[x], out, at);
            }
        }
    }

    private int straight(int colour, int x) {
        if (alpha.isEmpty()) {
            return colour;
        }
        return flattened
                ? Math.min(DeepImage.MAX, colour + DeepImage.MAX - opacity[x])
                : Premultiplied.divided(colour, opacity[x]);
    }

    private static short[] luma(short[] rgb) {
        short[] grey = new short[rgb.length / RgbImage.CHANNELS];
        for (int i = 0; i < grey.length; i++) {
            double sum = 0;
            for (int c = 0; c < RgbImage.CHANNELS; c++) {
                sum += LUMA[c] * (rgb[i * RgbImage.CHANNELS + c] & DeepImage.MAX);
            }
            grey[i] = (short) Math.round(sum);
        }
        return grey;
    }

    private int put(int sample, byte[] out, int at) {
        if (layout.depth() == Byte.SIZE) {
            out[at] = (byte) Intensity.toEightBits(sample);
            return at + 1;
        }
        out[at] = (byte) (sample >> 8);
        out[at + 1] = (byte) sample;
        return at + 2;
    }
}
