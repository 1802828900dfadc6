package io.monge.imaging;

/**
 * How opaque each pixel is: rows from the top, unsigned 16 bits a pixel, 65535 opaque; coarser
 * samples are spread over that scale. The array is handed over and never written to afterwards.
 *
 * @param width px
 * @param height px
 * @param samples {@code short[] HW}, length {@code width * height}
 */
public record AlphaPlane(int width, int height, short[] samples) {

    public AlphaPlane {
        if (width < 1 || height < 1 || samples.length != width * height) {
            throw new IllegalArgumentException(
                    "A %dx%d plane takes other than %d samples"
                            .formatted(width, height, samples.length));
        }
    }

    /** Opacity of one pixel, 0..65535. */
    public int at(int x, int y) {
        return samples[y * width + x] & DeepImage.MAX;
    }

    /** The plane enlarged bicubically by a whole factor. */
    public AlphaPlane enlarged(int scale) {
        AlphaRows rows = new AlphaRows(this, scale);
        int large = width * scale;
        short[] out = new short[Math.multiplyExact(large, height * scale)];
        int[] row = new int[large];
        for (int y = 0; y < height * scale; y++) {
            rows.row(y, row);
            for (int x = 0; x < large; x++) {
                out[y * large + x] = (short) row[x];
            }
        }
        return new AlphaPlane(large, height * scale, out);
    }
}
