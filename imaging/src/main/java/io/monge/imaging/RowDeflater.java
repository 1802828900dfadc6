package io.monge.imaging;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;

/**
 * A zlib stream (RFC 1950) of filtered rows of pixels, whose blocks are compressed side by side on
 * the processors that are free; the caller's thread helps. The bytes do not depend on how many
 * there are. One thread.
 */
final class RowDeflater implements AutoCloseable {

    /** Takes what is compressed; the array is overwritten after the call. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] compressed, int length) throws IOException;
    }

    private static final byte[] HEADER = {0x78, 0x01}; // deflate, a window of 32 KiB, fastest
    private static final byte[] LAST_BLOCK = {0x03, 0x00}; // of raw deflate: final and empty
    private static final int MOST_WAITING = 2 * ForkJoinPool.getCommonPoolParallelism() + 2;

    private final Sink sink;
    private final Adler32 sum = new Adler32();
    private final Deque<FutureTask<DeflateBlock>> waiting = new ArrayDeque<>();
    private final Deque<DeflateBlock> free = new ArrayDeque<>();
    private final Deque<DeflateBlock> all = new ArrayDeque<>();
    private @Nullable DeflateBlock filling;
    private boolean begun;

    RowDeflater(Sink sink) {
        this.sink = sink;
    }

    void write(byte[] bytes) throws IOException {
        sum.update(bytes);
        int from = 0;
        while (from < bytes.length) {
            DeflateBlock block = filling == null ? next(null) : filling;
            from += block.take(bytes, from);
            if (block.isFull()) {
                start(block);
                filling = next(block);
            } else {
                filling = block;
            }
        }
    }

    /** Writes what is left and the checksum. */
    void finish() throws IOException {
        if (filling != null) {
            start(filling);
        }
        while (!waiting.isEmpty()) {
            drain();
        }
        begin();
        sink.write(LAST_BLOCK, LAST_BLOCK.length);
        sink.write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array(), 4);
    }

    private DeflateBlock next(@Nullable DeflateBlock before) throws IOException {
        while (waiting.size() >= MOST_WAITING) {
            drain();
        }
        DeflateBlock block = free.poll();
        if (block == null) {
            block = new DeflateBlock();
            all.add(block);
        }
        block.follow(before);
        return block;
    }

    private void start(DeflateBlock block) {
        FutureTask<DeflateBlock> task = new FutureTask<>(block::compress, block);
        waiting.add(task);
        ForkJoinPool.commonPool().execute(task);
    }

    /** Writes the oldest block; while it is not ready, compresses here what nobody has begun. */
    private void drain() throws IOException {
        FutureTask<DeflateBlock> oldest = waiting.remove();
        oldest.run(); // does nothing if somebody has begun
        Iterator<FutureTask<DeflateBlock>> newest = waiting.descendingIterator();
        while (!oldest.isDone() && newest.hasNext()) {
            newest.next().run();
        }
        DeflateBlock block = done(oldest);
        begin();
        sink.write(block.compressed(), block.length());
        free.add(block);
    }

    private static DeflateBlock done(FutureTask<DeflateBlock> task) throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a block was compressed");
        } catch (ExecutionException e) {
            throw new IOException("a block could not be compressed", e.getCause());
        }
    }

    private void begin() throws IOException {
        if (!begun) {
            sink.write(HEADER, HEADER.length);
            begun = true;
        }
    }

    /** Frees the compressors; waits for those at work. */
    @Override
    public void close() {
        all.forEach(DeflateBlock::close);
    }
}
