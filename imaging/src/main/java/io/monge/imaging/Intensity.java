package io.monge.imaging;

/** The one rule by which computed intensities become bytes again. */
public final class Intensity {

    private Intensity() {}

    /** An intensity on the scale 0..255, rounded to nearest and clipped. */
    public static byte toByte(float value) {
        int rounded = (int) (value + 0.5f);
        return (byte) Math.min(Math.max(rounded, 0), 255);
    }
}
