package io.monge.imaging;

/**
 * What is stored of each pixel, interleaved; samples of 16 bits the high byte first.
 *
 * @param channels 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha
 * @param depth bits of a sample, 8 or 16
 */
record SampleLayout(int channels, int depth) {

    static final SampleLayout RGB = new SampleLayout(3, Byte.SIZE);

    private static final int MOST_BYTES = Integer.MAX_VALUE - 8; // of an array

    boolean hasAlpha() {
        return channels % 2 == 0;
    }

    /** 1 for grey, 3 for RGB. */
    int colours() {
        return channels < 3 ? 1 : RgbImage.CHANNELS;
    }

    /**
     * Of so many pixels.
     *
     * @throws IllegalArgumentException if one array cannot hold them
     */
    int bytes(long pixels) {
        long bytes = pixels * channels * (depth / Byte.SIZE);
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "%d pixels of %d bytes do not fit one array".formatted(pixels, bytes / pixels));
        }
        return (int) bytes;
    }

    /** As many as one array can hold. */
    long mostPixels() {
        return MOST_BYTES / (channels * (depth / Byte.SIZE));
    }
}
