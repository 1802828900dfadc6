package io.monge.imaging;

/**
 * The rows of a plane enlarged bicubically, one at a time, so that the whole enlarged plane is
 * never in memory. One thread.
 */
final class AlphaRows {

    private final AlphaPlane plane;
    private final BicubicResampler resampler;
    private final float[] mixed;

    AlphaRows(AlphaPlane plane, int scale) {
        this.plane = plane;
        this.resampler = new BicubicResampler(scale);
        this.mixed = new float[plane.width()];
    }

    /**
     * Row {@code y} of the enlarged plane, rounded and clipped to 0..65535.
     *
     * @param out (scale * width), overwritten
     */
    void row(int y, int[] out) {
        for (int x = 0; x < mixed.length; x++) {
            float sum = 0;
            for (int tap = 0; tap < BicubicResampler.TAPS; tap++) {
                sum +=
                        resampler.weight(y, tap)
                                * plane.at(x, resampler.source(y, tap, plane.height()));
            }
            mixed[x] = sum;
        }
        for (int x = 0; x < mixed.length * resampler.scale(); x++) {
            float sum = 0;
            for (int tap = 0; tap < BicubicResampler.TAPS; tap++) {
                sum += resampler.weight(x, tap) * mixed[resampler.source(x, tap, mixed.length)];
            }
            out[x] = Math.min(Math.max(Math.round(sum), 0), DeepImage.MAX);
        }
    }
}
