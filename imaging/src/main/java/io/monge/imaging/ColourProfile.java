package io.monge.imaging;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.Optional;

/**
 * The colour space of an image as its ICC profile (ICC.1) describes it, RGB or grey.
 *
 * <p>Conversions keep 16 bits and follow the profile's own rendering intent. Colours that sRGB does
 * not have are clipped to it.
 */
public final class ColourProfile {

    /** Larger ones are ignored. */
    static final int MAX_BYTES = 4 << 20;

    private static final int GREY = 1;
    private static final int PROBE_STEPS = 5;
    private static final int UNSEEN = 257; // 16-bit steps: one of 8 bits

    private final byte[] icc;
    private final ICC_Profile profile;
    private final int channels;
    private final boolean identity;

    private ColourProfile(byte[] icc, ICC_Profile profile, int channels) {
        this.icc = icc;
        this.profile = profile;
        this.channels = channels;
        this.identity = channels == RgbImage.CHANNELS && movesNothing();
    }

    /**
     * The profile, if these bytes are one for images of so many channels, usable in both
     * directions. A profile that is not is ignored, as browsers do: the image is taken as sRGB.
     *
     * @param channels 1 or 3, alpha not counted
     */
    static Optional<ColourProfile> of(byte[] icc, int channels) {
        if (icc.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            ICC_Profile profile = ICC_Profile.getInstance(icc);
            int type = channels == GREY ? ColorSpace.TYPE_GRAY : ColorSpace.TYPE_RGB;
            if (profile.getColorSpaceType() != type) {
                return Optional.empty();
            }
            ColourProfile candidate = new ColourProfile(icc, profile, channels);
            short[] black = new short[RgbImage.CHANNELS];
            candidate.fromSrgb().convert(black, 1);
            return Optional.of(candidate);
        } catch (IllegalArgumentException | CMMException unusable) {
            return Optional.empty();
        }
    }

    /** Samples of this space to sRGB. */
    Conversion toSrgb() {
        return identity
                ? new Conversion(new ICC_Profile[0], channels, RgbImage.CHANNELS)
                : new Conversion(new ICC_Profile[] {profile, srgb()}, channels, RgbImage.CHANNELS);
    }

    /** Samples of sRGB to this space. */
    Conversion fromSrgb() {
        return identity
                ? new Conversion(new ICC_Profile[0], RgbImage.CHANNELS, channels)
                : new Conversion(new ICC_Profile[] {srgb(), profile}, RgbImage.CHANNELS, channels);
    }

    /** Whether this is sRGB itself, so that nothing needs to be converted. */
    boolean isSrgb() {
        return identity;
    }

    /** 1 for grey, 3 for RGB. */
    int channels() {
        return channels;
    }

    /** The profile as it came. */
    byte[] icc() {
        return icc;
    }

    private static ICC_Profile srgb() {
        return ICC_Profile.getInstance(ColorSpace.CS_sRGB);
    }

    /** Whether this is sRGB under whatever name: most profiles in photographs are. */
    private boolean movesNothing() {
        short[] probe = new short[PROBE_STEPS * PROBE_STEPS * PROBE_STEPS * RgbImage.CHANNELS];
        for (int i = 0; i < probe.length; i++) {
            int cell = i / RgbImage.CHANNELS;
            int step = (int) (cell / Math.pow(PROBE_STEPS, i % RgbImage.CHANNELS)) % PROBE_STEPS;
            probe[i] = (short) (step * DeepImage.MAX / (PROBE_STEPS - 1));
        }
        Conversion conversion =
                new Conversion(new ICC_Profile[] {profile, srgb()}, channels, RgbImage.CHANNELS);
        short[] converted = conversion.convert(probe, probe.length / RgbImage.CHANNELS);
        for (int i = 0; i < probe.length; i++) {
            if (Math.abs((probe[i] & DeepImage.MAX) - (converted[i] & DeepImage.MAX)) > UNSEEN) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColourProfile that && Arrays.equals(icc, that.icc);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(icc);
    }

    @Override
    public String toString() {
        return "ColourProfile[" + channels + " channels, " + icc.length + " bytes]";
    }

    /** A change of colour space. One thread. */
    static final class Conversion {
        private final Optional<ColorConvertOp> operation;
        private final int from;
        private final int to;

        private Conversion(ICC_Profile[] way, int from, int to) {
            this.operation =
                    way.length == 0 ? Optional.empty() : Optional.of(new ColorConvertOp(way, null));
            this.from = from;
            this.to = to;
        }

        /**
         * The samples in the other space.
         *
         * @param samples (pixels, channels of one space), unsigned 16 bits
         * @return (pixels, channels of the other space)
         */
        short[] convert(short[] samples, int pixels) {
            if (operation.isEmpty()) {
                return samples;
            }
            WritableRaster in = raster(pixels, from);
            in.setDataElements(0, 0, pixels, 1, samples);
            WritableRaster out = raster(pixels, to);
            operation.get().filter(in, out);
            return (short[]) out.getDataElements(0, 0, pixels, 1, null);
        }

        private static WritableRaster raster(int pixels, int channels) {
            return Raster.createInterleavedRaster(
                    DataBuffer.TYPE_USHORT, pixels, 1, channels, null);
        }
    }
}
