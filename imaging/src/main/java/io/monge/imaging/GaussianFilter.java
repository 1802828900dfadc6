package io.monge.imaging;

/**
 * Separable Gaussian smoothing with edge pixels repeated outwards; the kernel ends at 3 sigma.
 * Thread-safe.
 *
 * <p>Used by the blur of degradations and by {@link UnsharpMask}.
 */
public final class GaussianFilter {

    private final float[]
            kernel; // weights of offsets 0..radius, symmetric, summing to 1 over both sides

    /**
     * @param sigma standard deviation, px, positive
     */
    public GaussianFilter(double sigma) {
        if (!(sigma > 0 && sigma < 1000)) {
            throw new IllegalArgumentException("sigma is " + sigma + " px, must be in (0, 1000)");
        }
        int radius = (int) Math.ceil(3 * sigma);
        double[] weights = new double[radius + 1];
        double sum = 0;
        for (int i = 0; i <= radius; i++) {
            weights[i] = Math.exp(-i * i / (2 * sigma * sigma));
            sum += i == 0 ? weights[i] : 2 * weights[i];
        }
        kernel = new float[radius + 1];
        for (int i = 0; i <= radius; i++) {
            kernel[i] = (float) (weights[i] / sum);
        }
    }

    /**
     * The smoothed image before rounding.
     *
     * @return {@code float[] HWC}, 0..255
     */
    public float[] smooth(RgbImage image) {
        int rowLength = RgbImage.CHANNELS * image.width();
        float[] out = new float[image.pixels().length];
        float[] row = new float[rowLength];
        for (int y = 0; y < image.height(); y++) {
            smoothVertically(image, y, row);
            smoothHorizontally(row, image.width(), out, y * rowLength);
        }
        return out;
    }

    private void smoothVertically(RgbImage image, int y, float[] row) {
        byte[] pixels = image.pixels();
        for (int i = 0; i < row.length; i++) {
            row[i] = kernel[0] * (pixels[y * row.length + i] & 0xFF);
        }
        for (int k = 1; k < kernel.length; k++) {
            int above = Math.max(y - k, 0) * row.length;
            int below = Math.min(y + k, image.height() - 1) * row.length;
            float weight = kernel[k];
            for (int i = 0; i < row.length; i++) {
                row[i] += weight * ((pixels[above + i] & 0xFF) + (pixels[below + i] & 0xFF));
            }
        }
    }

    private void smoothHorizontally(float[] row, int width, float[] out, int start) {
        int last = width - 1;
        for (int x = 0; x < width; x++) {
            for (int c = 0; c < RgbImage.CHANNELS; c++) {
                float sum = kernel[0] * row[3 * x + c];
                for (int k = 1; k < kernel.length; k++) {
                    int left = Math.max(x - k, 0);
                    int right = Math.min(x + k, last);
                    sum += kernel[k] * (row[3 * left + c] + row[3 * right + c]);
                }
                out[start + 3 * x + c] = sum;
            }
        }
    }
}
