package io.monge.imaging;

/** Samples multiplied by alpha and divided by it again, all on the scale of 16 bits. */
final class Premultiplied {

    private Premultiplied() {}

    static int multiplied(int sample, int alpha) {
        return alpha == DeepImage.MAX
                ? sample
                : (int) (((long) sample * alpha + DeepImage.MAX / 2) / DeepImage.MAX);
    }

    /** Clipped to the scale: what was mixed or computed may be more than its alpha allows. */
    static int divided(int sample, int alpha) {
        if (alpha == DeepImage.MAX || alpha == 0) {
            return alpha == 0 ? 0 : sample;
        }
        return (int) Math.min(DeepImage.MAX, ((long) sample * DeepImage.MAX + alpha / 2) / alpha);
    }
}
