package io.monge.serving.http;

import io.monge.runtime.metric.Throughput;
import io.monge.serving.upscale.UnavailableException;

/**
 * Bounds the bytes of all bodies that are being received or wait to be worked on: the queue counts
 * pixels, which are known only when a body is there. Thread-safe.
 */
final class Arrivals {

    private static final double FIRST_GUESS = 1 << 20; // bytes in a second

    private final long most;
    private final Throughput throughput = new Throughput(FIRST_GUESS); // guarded, as all below
    private int bodies;
    private long bytes;
    private long measuredAtNanos;

    /**
     * @param most bytes; any one body is let in when there is no other
     */
    Arrivals(long most) {
        this.most = most;
    }

    /**
     * Makes room for a body, which its request must release in the end.
     *
     * @param expected bytes of it, at most
     * @throws UnavailableException if there is no room
     */
    synchronized Arrival admit(long expected) {
        if (bodies > 0 && bytes + expected > most) {
            double seconds = throughput.secondsFor(Math.min(bytes, bytes + expected - most));
            throw UnavailableException.queueFull(Throughput.wholeSeconds(seconds));
        }
        measure(0);
        bodies++;
        bytes += expected;
        return new Arrival(expected);
    }

    /** Time without bodies is not counted. */
    private void measure(long finished) {
        long now = System.nanoTime();
        if (bodies > 0) {
            throughput.measured(finished, now - measuredAtNanos);
        }
        measuredAtNanos = now;
    }

    /** The room of one body. */
    final class Arrival {
        private long held;

        private Arrival(long held) {
            this.held = held;
        }

        /** It is there, and may be smaller than it might have been. */
        void isWhole(int length) {
            synchronized (Arrivals.this) {
                bytes += length - held;
                held = length;
            }
        }

        /** Its request has been answered, or nobody waits for it any more. */
        void release() {
            synchronized (Arrivals.this) {
                measure(held);
                bodies--;
                bytes -= held;
            }
        }
    }
}
