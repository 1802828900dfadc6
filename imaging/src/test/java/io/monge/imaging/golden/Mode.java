package io.monge.imaging.golden;

/**
 * What the samples of a golden image are.
 *
 * @param channels 1 grey, 3 RGB
 * @param alpha whether the image has transparency
 * @param levels highest value of a sample: 255, 65535, or less for a few bits
 * @param steps how many of its levels transparency has beside none
 */
public record Mode(String name, int channels, boolean alpha, int levels, int steps) {

    Mode(String name, int channels, boolean alpha, int levels) {
        this(name, channels, alpha, levels, levels);
    }

    /** Every pixel is opaque or not there at all. */
    static Mode keyed(int channels, int bits) {
        return new Mode("key%dx%d".formatted(channels, bits), channels, true, (1 << bits) - 1, 1);
    }

    static Mode grey(int bits) {
        return new Mode("grey" + bits, 1, false, (1 << bits) - 1);
    }

    static Mode greyAlpha(int bits) {
        return new Mode("grey-alpha" + bits, 1, true, (1 << bits) - 1);
    }

    static Mode rgb(int bits) {
        return new Mode("rgb" + bits, 3, false, (1 << bits) - 1);
    }

    static Mode rgba(int bits) {
        return new Mode("rgba" + bits, 3, true, (1 << bits) - 1);
    }

    /** Samples of a pixel as stored. */
    int stored() {
        return channels + (alpha ? 1 : 0);
    }

    /** Bits of a sample. */
    public int bits() {
        return Integer.bitCount(levels);
    }
}
