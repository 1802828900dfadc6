package io.monge.imaging;

/** Rows that become an image in memory. One thread. */
public final class RowsInMemory implements RowSink {

    private final int width;
    private final int height;
    private final byte[] pixels;
    private int written; // bytes

    /**
     * @param width px
     * @param height px
     */
    public RowsInMemory(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new byte[RgbImage.byteLength(width, height)];
    }

    @Override
    public void write(byte[] rows, int count) {
        int length = RgbImage.byteLength(width, count);
        System.arraycopy(rows, 0, pixels, written, length);
        written += length;
    }

    /**
     * The image, once every row is there.
     *
     * @throws IllegalStateException if rows are missing
     */
    public RgbImage image() {
        if (written < pixels.length) {
            throw new IllegalStateException(
                    "%d of %d bytes of a %dx%d image are there"
                            .formatted(written, pixels.length, width, height));
        }
        return new RgbImage(width, height, pixels);
    }
}
