package io.monge.imaging;

import java.util.Optional;

/**
 * A decoded image, upright, with everything its output needs beside the colours.
 *
 * <p>Colours are multiplied by alpha where there is one: what is invisible must not bleed into what
 * is seen when neighbouring pixels are mixed. So the colours alone go through a network (or a
 * resampler), {@link #enlarged} puts the result back in its place, and the codec divides again when
 * it writes.
 *
 * @param pixels sRGB, premultiplied
 * @param alpha of the same size; empty if the image has no transparency
 */
public record Picture(Pixels pixels, Optional<AlphaPlane> alpha, Traits traits) {

    /**
     * How the image came, and how it goes.
     *
     * @param grey whether it had no colour; then its output has none either
     * @param profile the colour space it came in, and goes back to; empty for sRGB
     * @param exif what the camera wrote; goes along on request
     */
    public record Traits(boolean grey, Optional<ColourProfile> profile, Optional<ExifBlock> exif) {

        /** A plain sRGB image. */
        public static final Traits PLAIN = new Traits(false, Optional.empty(), Optional.empty());
    }

    public Picture {
        alpha.ifPresent(
                plane -> {
                    if (plane.width() != pixels.width() || plane.height() != pixels.height()) {
                        throw new IllegalArgumentException(
                                "Alpha is %dx%d px, the colours are %dx%d"
                                        .formatted(
                                                plane.width(),
                                                plane.height(),
                                                pixels.width(),
                                                pixels.height()));
                    }
                });
    }

    /** A plain opaque sRGB image. */
    public static Picture of(Pixels pixels) {
        return new Picture(pixels, Optional.empty(), Traits.PLAIN);
    }

    /** px. */
    public int width() {
        return pixels.width();
    }

    /** px. */
    public int height() {
        return pixels.height();
    }

    /**
     * The same picture with enlarged colours; alpha is enlarged bicubically.
     *
     * @param large a whole number of times as wide and high
     */
    public Picture enlarged(Pixels large) {
        int scale = large.width() / width();
        if (large.width() != width() * scale || large.height() != height() * scale) {
            throw new IllegalArgumentException(
                    "%s is no whole number of times as large as %s".formatted(large, pixels));
        }
        return new Picture(large, alpha.map(plane -> plane.enlarged(scale)), traits);
    }

    /** The colours in 8 bits over white, as a browser shows them. */
    public RgbImage overWhite() {
        if (alpha.isEmpty()) {
            return pixels.toRgb();
        }
        byte[] out = new byte[RgbImage.byteLength(width(), height())];
        int[] row = new int[RgbImage.CHANNELS * width()];
        int to = 0;
        for (int y = 0; y < height(); y++) {
            pixels.row(y, row);
            for (int i = 0; i < row.length; i++) {
                int white = DeepImage.MAX - alpha.get().at(i / RgbImage.CHANNELS, y);
                int over = Math.min(row[i] + white, DeepImage.MAX);
                out[to++] = (byte) Intensity.toEightBits(over);
            }
        }
        return new RgbImage(width(), height(), out);
    }
}
