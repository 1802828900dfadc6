package io.monge.imaging;

import java.util.Optional;

/**
 * Puts stored rows where they belong in the upright picture: colours to sRGB and multiplied by
 * alpha, in the depth they came in. One thread.
 */
final class PictureBuilder {

    private final RawRows rows;
    private final Stored stored;
    private final Optional<ColourProfile.Conversion> conversion;
    private final byte[] bytes; // of the upright image; empty if it is deep
    private final short[] deep;
    private final short[] alpha;

    /** How the rows are stored. */
    record Stored(Orientation orientation, Alpha alpha) {}

    /** Whether colours are stored multiplied by alpha. */
    enum Alpha {
        STRAIGHT,
        PREMULTIPLIED
    }

    /**
     * @param profile of the rows' samples
     */
    PictureBuilder(RawRows rows, Stored stored, Optional<ColourProfile> profile) {
        this.rows = rows;
        this.stored = stored;
        this.conversion = profile.map(ColourProfile::toSrgb);
        int length = RgbImage.byteLength(rows.width(), rows.height());
        boolean eight = rows.depth() == Byte.SIZE;
        this.bytes = new byte[eight ? length : 0];
        this.deep = new short[eight ? 0 : length];
        this.alpha = new short[rows.hasAlpha() ? rows.width() * rows.height() : 0];
    }

    Picture build(Picture.Traits traits) {
        int width = rows.width();
        short[] samples = new short[width * rows.channels()];
        int[] opacity = new int[width];
        for (int y = 0; y < rows.height(); y++) {
            rows.read(y, samples, opacity);
            if (stored.alpha == Alpha.PREMULTIPLIED) {
                divide(samples, opacity);
            }
            place(y, rgb(samples), opacity);
        }
        int uprightWidth = stored.orientation.width(width, rows.height());
        int uprightHeight = stored.orientation.height(width, rows.height());
        Pixels pixels =
                bytes.length > 0
                        ? new RgbImage(uprightWidth, uprightHeight, bytes)
                        : new DeepImage(uprightWidth, uprightHeight, deep);
        return new Picture(
                pixels,
                rows.hasAlpha()
                        ? Optional.of(new AlphaPlane(uprightWidth, uprightHeight, alpha))
                        : Optional.empty(),
                traits);
    }

    private void divide(short[] samples, int[] opacity) {
        int channels = rows.channels();
        for (int i = 0; i < samples.length; i++) {
            samples[i] =
                    (short)
                            Premultiplied.divided(
                                    samples[i] & DeepImage.MAX, opacity[i / channels]);
        }
    }

    private short[] rgb(short[] samples) {
        if (conversion.isPresent()) {
            return conversion.get().convert(samples, rows.width());
        }
        if (!rows.isGrey()) {
            return samples;
        }
        short[] three = new short[samples.length * RgbImage.CHANNELS];
        for (int i = 0; i < three.length; i++) {
            three[i] = samples[i / RgbImage.CHANNELS];
        }
        return three;
    }

    private void place(int y, short[] rgb, int[] opacity) {
        int width = rows.width();
        for (int x = 0; x < width; x++) {
            int index = stored.orientation.index(x, y, width, rows.height());
            if (alpha.length > 0) {
                alpha[index] = (short) opacity[x];
            }
            for (int c = 0; c < RgbImage.CHANNELS; c++) {
                int sample = rgb[x * RgbImage.CHANNELS + c] & DeepImage.MAX;
                int seen = Premultiplied.multiplied(sample, opacity[x]);
                if (bytes.length > 0) {
                    bytes[index * RgbImage.CHANNELS + c] = (byte) Intensity.toEightBits(seen);
                } else {
                    deep[index * RgbImage.CHANNELS + c] = (short) seen;
                }
            }
        }
    }
}
