package io.monge.imaging;

/**
 * Bicubic enlargement by a whole factor, the paper's Up and the "before" of every picture.
 *
 * <p>Convention of torch's {@code upsample_bicubic2d(align_corners=False)}: Keys' kernel with a =
 * -0.75, half-pixel centres, source indices clamped at the edges, no antialiasing. Thread-safe.
 */
public final class BicubicResampler {

    static final int TAPS = 4;
    private static final double A = -0.75;

    private final int scale;
    private final float[] weights; // (scale, TAPS): one set of weights per phase
    private final int[] firstTap; // (scale): source index of the first tap, relative to the cell

    /**
     * @param scale whole factor, at least 1
     */
    public BicubicResampler(int scale) {
        if (scale < 1) {
            throw new IllegalArgumentException("scale is " + scale + ", must be at least 1");
        }
        this.scale = scale;
        this.weights = new float[scale * TAPS];
        this.firstTap = new int[scale];
        for (int phase = 0; phase < scale; phase++) {
            double position = (phase + 0.5) / scale - 0.5;
            double cell = Math.floor(position);
            firstTap[phase] = (int) cell - 1;
            for (int tap = 0; tap < TAPS; tap++) {
                weights[phase * TAPS + tap] = (float) keys(position - cell - (tap - 1));
            }
        }
    }

    public int scale() {
        return scale;
    }

    /** The image, {@code scale} times as wide and as high; values rounded and clipped to 0..255. */
    public RgbImage of(RgbImage image) {
        int width = Math.multiplyExact(image.width(), scale);
        int height = Math.multiplyExact(image.height(), scale);
        byte[] out = new byte[RgbImage.byteLength(width, height)];
        float[] row = new float[RgbImage.CHANNELS * image.width()];
        for (int y = 0; y < height; y++) {
            mixRows(image, y, row);
            mixColumns(row, image.width(), out, y * width * RgbImage.CHANNELS);
        }
        return new RgbImage(width, height, out);
    }

    /** The same with 16 bits; values rounded and clipped to 0..65535. */
    public DeepImage of(DeepImage image) {
        int width = Math.multiplyExact(image.width(), scale);
        int height = Math.multiplyExact(image.height(), scale);
        short[] out = new short[RgbImage.byteLength(width, height)];
        float[] plane = new float[image.width() * image.height()];
        for (int c = 0; c < RgbImage.CHANNELS; c++) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = image.samples()[RgbImage.CHANNELS * i + c] & DeepImage.MAX;
            }
            float[] large = of(plane, image.width(), image.height());
            for (int i = 0; i < large.length; i++) {
                out[RgbImage.CHANNELS * i + c] = DeepImage.sample(large[i]);
            }
        }
        return new DeepImage(width, height, out);
    }

    /** The same in the depth of the image. */
    public Pixels of(Pixels image) {
        return image instanceof DeepImage deep ? of(deep) : of(image.toRgb());
    }

    /**
     * One channel enlarged without rounding or clipping.
     *
     * @param plane (height, width) row-major, any range
     * @return (scale * height, scale * width)
     */
    public float[] of(float[] plane, int width, int height) {
        if (plane.length != width * height) {
            throw new IllegalArgumentException(
                    "A %dx%d plane has %d values, not %d"
                            .formatted(width, height, width * height, plane.length));
        }
        float[] out = new float[plane.length * scale * scale];
        float[] row = new float[width];
        for (int y = 0; y < height * scale; y++) {
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int tap = 0; tap < TAPS; tap++) {
                    sum += weight(y, tap) * plane[source(y, tap, height) * width + x];
                }
                row[x] = sum;
            }
            for (int x = 0; x < width * scale; x++) {
                float sum = 0;
                for (int tap = 0; tap < TAPS; tap++) {
                    sum += weight(x, tap) * row[source(x, tap, width)];
                }
                out[y * width * scale + x] = sum;
            }
        }
        return out;
    }

    private void mixRows(RgbImage image, int y, float[] row) {
        byte[] pixels = image.pixels();
        int r0 = source(y, 0, image.height()) * row.length;
        int r1 = source(y, 1, image.height()) * row.length;
        int r2 = source(y, 2, image.height()) * row.length;
        int r3 = source(y, 3, image.height()) * row.length;
        float w0 = weight(y, 0);
        float w1 = weight(y, 1);
        float w2 = weight(y, 2);
        float w3 = weight(y, 3);
        for (int i = 0; i < row.length; i++) {
            row[i] =
                    w0 * (pixels[r0 + i] & 0xFF)
                            + w1 * (pixels[r1 + i] & 0xFF)
                            + w2 * (pixels[r2 + i] & 0xFF)
                            + w3 * (pixels[r3 + i] & 0xFF);
        }
    }

    private void mixColumns(float[] row, int width, byte[] out, int start) {
        int to = start;
        for (int x = 0; x < width * scale; x++) {
            int c0 = source(x, 0, width) * RgbImage.CHANNELS;
            int c1 = source(x, 1, width) * RgbImage.CHANNELS;
            int c2 = source(x, 2, width) * RgbImage.CHANNELS;
            int c3 = source(x, 3, width) * RgbImage.CHANNELS;
            int w = x % scale * TAPS;
            for (int c = 0; c < RgbImage.CHANNELS; c++) {
                float sum =
                        weights[w] * row[c0 + c]
                                + weights[w + 1] * row[c1 + c]
                                + weights[w + 2] * row[c2 + c]
                                + weights[w + 3] * row[c3 + c];
                out[to++] = Intensity.toByte(sum);
            }
        }
    }

    /** Weight of a tap at an enlarged coordinate. */
    float weight(int position, int tap) {
        return weights[position % scale * TAPS + tap];
    }

    /** Source coordinate of a tap at an enlarged coordinate, of a source of this length. */
    int source(int position, int tap, int length) {
        int index = position / scale + firstTap[position % scale] + tap;
        return Math.min(Math.max(index, 0), length - 1);
    }

    /** Keys' cubic convolution kernel (1981) with a = -0.75. */
    private static double keys(double distance) {
        double t = Math.abs(distance);
        if (t <= 1) {
            return ((A + 2) * t - (A + 3)) * t * t + 1;
        }
        return t < 2 ? ((A * t - 5 * A) * t + 8 * A) * t - 4 * A : 0;
    }
}
