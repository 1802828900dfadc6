package io.monge.imaging;

import java.util.Arrays;

/**
 * Reduces an image of any number of channels to any smaller size, row by row: each new pixel is the
 * mean of the area it covers, parts of pixels counted by their share. One thread.
 */
final class AreaReducer {

    private final int channels;
    private final int fromWidth;
    private final int fromHeight;
    private final int width;
    private final int height;
    private final double[] sums; // of the row being made
    private final short[] out;
    private int read; // rows
    private int made; // rows

    /**
     * @param from px of the source
     * @param to px of the result, nowhere larger
     */
    AreaReducer(int channels, ImageHeader from, ImageHeader to) {
        if (to.width() > from.width() || to.height() > from.height()) {
            throw new IllegalArgumentException(
                    "%dx%d px cannot be reduced to %dx%d"
                            .formatted(from.width(), from.height(), to.width(), to.height()));
        }
        this.channels = channels;
        this.fromWidth = from.width();
        this.fromHeight = from.height();
        this.width = to.width();
        this.height = to.height();
        this.sums = new double[channels * width];
        this.out = new short[new SampleLayout(channels, Byte.SIZE).bytes(to.area())];
    }

    /**
     * The next row of the source.
     *
     * @param row (fromWidth, channels), 0..65535
     */
    void row(int[] row) {
        double[] narrow = narrowed(row);
        double top = read;
        double bottom = read + 1.0;
        read++;
        while (top < bottom && made < height) {
            double end = read == fromHeight ? fromHeight : (made + 1.0) * fromHeight / height;
            double share = Math.min(bottom, end) - top;
            for (int i = 0; i < sums.length; i++) {
                sums[i] += share * narrow[i];
            }
            top += share;
            if (bottom < end) {
                return;
            }
            make();
        }
    }

    private double[] narrowed(int[] row) {
        double[] narrow = new double[sums.length];
        double step = (double) fromWidth / width;
        for (int x = 0; x < width; x++) {
            double end = x == width - 1 ? fromWidth : (x + 1) * step;
            for (double at = x * step; at < end; ) {
                int cell = (int) at;
                double next = Math.min(cell + 1.0, end);
                for (int c = 0; c < channels; c++) {
                    narrow[x * channels + c] += (next - at) * row[cell * channels + c] / step;
                }
                at = next;
            }
        }
        return narrow;
    }

    private void make() {
        double rows = (double) fromHeight / height;
        for (int i = 0; i < sums.length; i++) {
            out[made * sums.length + i] = DeepImage.sample((float) (sums[i] / rows));
        }
        Arrays.fill(sums, 0);
        made++;
    }

    /** (height, width, channels), unsigned 16 bits, once every row has been read. */
    short[] result() {
        if (made < height) {
            throw new IllegalStateException(
                    "%d of %d rows have been read".formatted(read, fromHeight));
        }
        return out;
    }
}
