package io.monge.imaging;

import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a raw deflate stream (RFC 1951) that ends on a whole byte, so that pieces can be made
 * apart and put one behind the other. zlib spends most of its time looking for repetitions, of
 * which filtered photographs have next to none: blocks like those are only coded by how often each
 * byte occurs, others, such as the plains of drawings, as usual, repetitions of the block before
 * included. Filled by one thread, then compressed by one.
 */
final class DeflateBlock implements AutoCloseable {

    private static final int SIZE = 1 << 17; // bytes
    private static final int WINDOW = 1 << 15; // bytes; as far back as a repetition may lie

    /** Share of bytes like the one before from which looking for repetitions pays. */
    private static final double REPETITIVE = 0.5;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final byte[] bytes = new byte[SIZE];
    private final byte[] before = new byte[WINDOW];
    private byte[] compressed = new byte[SIZE];
    private int filled;
    private int length;
    private boolean follows;
    private boolean closed;

    /** Starts anew, behind the given full block, or as the first of its stream. */
    void follow(@Nullable DeflateBlock previous) {
        filled = 0;
        follows = previous != null;
        if (previous != null) {
            System.arraycopy(previous.bytes, SIZE - WINDOW, before, 0, WINDOW);
        }
    }

    /** Takes as many bytes from there on as there is room for; returns how many. */
    int take(byte[] source, int from) {
        int part = Math.min(source.length - from, SIZE - filled);
        System.arraycopy(source, from, bytes, filled, part);
        filled += part;
        return part;
    }

    boolean isFull() {
        return filled == SIZE;
    }

    /** Does nothing once closed. */
    synchronized void compress() {
        if (closed) {
            return;
        }
        deflater.reset();
        boolean repetitive = repeated() > REPETITIVE * filled;
        deflater.setStrategy(repetitive ? Deflater.DEFAULT_STRATEGY : Deflater.HUFFMAN_ONLY);
        // The call that finds a new strategy does nothing else: it comes before there is input.
        length = deflater.deflate(compressed, 0, compressed.length, Deflater.NO_FLUSH);
        if (follows && repetitive) {
            deflater.setDictionary(before);
        }
        deflater.setInput(bytes, 0, filled);
        while (flush() == 0) {
            compressed = Arrays.copyOf(compressed, 2 * length);
        }
    }

    /** Returns the room left; if there is none, not everything may have come out. */
    private int flush() {
        int room = compressed.length - length;
        length += deflater.deflate(compressed, length, room, Deflater.SYNC_FLUSH);
        return compressed.length - length;
    }

    /** The compressed bytes, of which the first {@link #length} count. */
    byte[] compressed() {
        return compressed;
    }

    int length() {
        return length;
    }

    private int repeated() {
        int count = 0;
        for (int i = 1; i < filled; i++) {
            count += bytes[i] == bytes[i - 1] ? 1 : 0;
        }
        return count;
    }

    /** Frees the compressor; waits while it is at work. */
    @Override
    public synchronized void close() {
        closed = true;
        deflater.end();
    }
}
