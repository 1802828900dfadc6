package io.monge.imaging;

/** The one rule by which computed intensities become bytes again. */
public final class Intensity {

    private Intensity() {}

    /** An intensity on the scale 0..255, rounded to nearest and clipped. */
    public static byte toByte(float value) {
        int rounded = (int) (value + 0.5f);
        return (byte) Math.min(Math.max(rounded, 0), 255);
    }

    /** A sample of 8 bits on the scale of 16: 255 becomes 65535. */
    static int toSixteenBits(int value) {
        return value * 257;
    }

    /** A sample of 16 bits on the scale of 8, rounded to nearest. */
    static int toEightBits(int value) {
        return (value + 128) / 257;
    }
}
