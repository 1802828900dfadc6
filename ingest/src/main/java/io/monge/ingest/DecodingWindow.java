package io.monge.ingest;

import org.jspecify.annotations.Nullable;

/**
 * Which images may be decoded by now. Those that are done wait behind a large one for their turn:
 * of small ones many may, of large ones few.
 *
 * <p>No more are decoded at a time than there are threads, and none is begun while the pixels that
 * wait are more than their bound, unless fewer than two images a thread are in the window, so that
 * no thread idles beside a large one. So in memory are at most two images a thread, or the bound
 * and one a thread: how large an image is, is known when it is decoded. Thread-safe.
 */
final class DecodingWindow {

    private final int threads;
    private final long mostBytes;
    private @Nullable Runnable next;
    private int decoding;
    private int inside;
    private long waitingBytes;

    /**
     * @param threads images decoded at a time
     * @param mostBytes of pixels that wait
     */
    DecodingWindow(int threads, long mostBytes) {
        this.threads = threads;
        this.mostBytes = mostBytes;
    }

    /**
     * Calls back as soon as the next image may be decoded; comes again only then.
     *
     * @param allowed called once, by this thread or another
     */
    void enter(Runnable allowed) {
        synchronized (this) {
            next = allowed;
        }
        letIn();
    }

    /** An image has been decoded, or has turned out to be none; it waits for its turn. */
    Decoded decoded(Decoded image) {
        synchronized (this) {
            decoding--;
            waitingBytes += image.bytes();
        }
        letIn();
        return image;
    }

    /** It is its turn: from here on somebody else holds it. */
    void leave(Decoded image) {
        synchronized (this) {
            inside--;
            waitingBytes -= image.bytes();
        }
        letIn();
    }

    private void letIn() {
        Runnable allowed;
        synchronized (this) {
            boolean room = inside < 2 * threads || waitingBytes < mostBytes;
            if (next == null || decoding == threads || !room) {
                return;
            }
            allowed = next;
            next = null;
            decoding++;
            inside++;
        }
        allowed.run();
    }
}
