package io.monge.serving.upscale;

import io.monge.imaging.PictureRows;
import io.monge.imaging.Pixels;
import io.monge.imaging.RowSink;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Rows that are encoded as they come, while the device works on the next: the upscaled image is
 * never whole in memory, where its format allows that. One thread.
 */
final class EncodedRows implements RowSink, Closeable {

    /** Opens the encoder of one image. */
    @FunctionalInterface
    interface Encoder {
        PictureRows rows(ByteArrayOutputStream out) throws IOException;
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Semaphore processors;
    private final PictureRows rows;
    private boolean finished;
    private long nanos;

    /**
     * @param processors one permit is taken for the time of each piece of work
     */
    EncodedRows(Encoder encoder, Semaphore processors) throws IOException {
        this.processors = processors;
        this.rows = encoder.rows(out);
    }

    @Override
    public void write(byte[] pixels, int count) throws IOException {
        timed(() -> rows.write(pixels, count));
    }

    /** The same of any depth. */
    void write(Pixels strip) throws IOException {
        timed(() -> rows.write(strip));
    }

    /** The whole image, once every row is there. */
    byte[] finish() throws IOException {
        finished = true;
        timed(rows::close);
        return out.toByteArray();
    }

    /** Time spent on encoding. */
    long nanos() {
        return nanos;
    }

    private void timed(Work work) throws IOException {
        processors.acquireUninterruptibly();
        long start = System.nanoTime();
        try {
            work.run();
        } finally {
            nanos += System.nanoTime() - start;
            processors.release();
        }
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            rows.close();
        }
    }

    /** A piece of encoding. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
