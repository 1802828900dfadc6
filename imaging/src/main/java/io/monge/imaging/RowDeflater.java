package io.monge.imaging;

import java.io.IOException;
import java.util.zip.Deflater;

/**
 * zlib for filtered rows of pixels. It spends most of its time looking for repetitions, of which
 * filtered photographs have next to none: blocks like those are only coded by how often each byte
 * occurs, others, such as the plains of drawings, as usual. One thread.
 */
final class RowDeflater implements AutoCloseable {

    /** Takes what is compressed; the array is overwritten after the call. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] compressed, int length) throws IOException;
    }

    private static final int BLOCK = 1 << 16; // bytes

    /** Share of bytes like the one before from which looking for repetitions pays. */
    private static final double REPETITIVE = 0.5;

    private final Sink sink;
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private final byte[] block = new byte[BLOCK];
    private final byte[] compressed = new byte[BLOCK];
    private int filled;

    RowDeflater(Sink sink) {
        this.sink = sink;
    }

    void write(byte[] bytes) throws IOException {
        int from = 0;
        while (from < bytes.length) {
            if (filled == BLOCK) {
                deflate();
            }
            int part = Math.min(bytes.length - from, BLOCK - filled);
            System.arraycopy(bytes, from, block, filled, part);
            filled += part;
            from += part;
        }
    }

    /** Writes what is left and the checksum. */
    void finish() throws IOException {
        deflate();
        deflater.finish();
        drain();
    }

    private void deflate() throws IOException {
        deflater.setStrategy(
                repeated() > REPETITIVE * filled
                        ? Deflater.DEFAULT_STRATEGY
                        : Deflater.HUFFMAN_ONLY);
        deflater.setInput(block, 0, filled);
        drain();
        filled = 0;
    }

    private int repeated() {
        int count = 0;
        for (int i = 1; i < filled; i++) {
            count += block[i] == block[i - 1] ? 1 : 0;
        }
        return count;
    }

    private void drain() throws IOException {
        int length;
        do {
            length = deflater.deflate(compressed);
            if (length > 0) {
                sink.write(compressed, length);
            }
            // A change of strategy may give nothing in one call and still have input left.
        } while (length > 0 || !deflater.needsInput());
    }

    /** Frees the compressor. */
    @Override
    public void close() {
        deflater.end();
    }
}
