package io.monge.ingest.upload;

import io.monge.http.Problem;
import io.monge.http.RefusedException;
import io.monge.ingest.ArrivedImage;
import io.monge.runtime.metric.Throughput;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Bounded admission of uploads, and their way to the feed, in the order in which they became whole.
 * The bound is in bytes, because that is what waiting costs, and counts a body before it is read.
 * Who is refused is told when there will probably be room. Thread-safe.
 */
final class UploadQueue {

    /** What even a tiny image counts: a request has its cost too. */
    private static final long LEAST_BYTES = 1 << 16;

    private static final double FIRST_GUESS = 1 << 20; // bytes in a second
    private static final Duration RESTART = Duration.ofSeconds(10);

    private final long maxBytes;
    private final Map<Upload, Long> admitted = new HashMap<>(); // costs; guarded, as all below
    private final Set<Upload> whole = new LinkedHashSet<>(); // of these, to be given to the feed
    private final Set<Upload> given = new HashSet<>(); // of these, with the feed
    private final Throughput throughput = new Throughput(FIRST_GUESS);
    private Optional<FluxSink<ArrivedImage>> feed = Optional.empty();
    private long bytes; // sum of the costs
    private long measuredAtNanos;
    private boolean stopping;

    /**
     * @param maxBytes of all that is admitted; an empty queue takes any one image
     */
    UploadQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Lets a request in, which must release its upload in the end.
     *
     * @param id the client's, if it has given one
     * @param expected bytes of the body, at most
     * @throws RefusedException 429 if there is no room, 503 if the queue is stopping
     */
    synchronized Upload admit(Optional<String> id, long expected) {
        if (stopping) {
            throw stopped();
        }
        long cost = Math.max(LEAST_BYTES, expected);
        if (!admitted.isEmpty() && bytes + cost > maxBytes) {
            throw full(Math.min(bytes, bytes + cost - maxBytes));
        }
        measure(0);
        Upload upload = new Upload(this, id);
        admitted.put(upload, cost);
        bytes += cost;
        return upload;
    }

    /**
     * The images, to one subscriber, when it asks for them. With its end the queue has ended too.
     */
    Flux<ArrivedImage> images() {
        // IGNORE: nothing is given without having been asked for, see serve()
        return Flux.create(this::subscribed, FluxSink.OverflowStrategy.IGNORE);
    }

    /** An upload has become whole; from now on it costs what it has. */
    synchronized void offer(Upload upload) {
        long cost = Math.max(LEAST_BYTES, upload.size());
        Long before = admitted.replace(upload, cost);
        if (before != null) { // else released in the meantime
            bytes += cost - before;
            whole.add(upload);
            serve();
        }
    }

    /** An upload has its answer, or nobody waits for it any more. */
    synchronized void release(Upload upload) {
        whole.remove(upload);
        given.remove(upload);
        long cost = Optional.ofNullable(admitted.remove(upload)).orElse(0L);
        measure(upload.isSettled() ? cost : 0);
        bytes -= cost;
        notifyAll();
    }

    /** Admits no more. */
    synchronized void stop() {
        stopping = true;
    }

    /**
     * Waits until all that was admitted has been released; returns how many have not.
     *
     * @param patience may be negative: does not wait then
     */
    synchronized int awaitSettled(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toNanos();
                    left > 0 && !admitted.isEmpty();
                    left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return admitted.size();
    }

    /** Answers whoever still waits that it is over. */
    void end() {
        stop();
        fail(upload -> true);
    }

    /** Bytes admitted and not released. */
    synchronized long bytes() {
        return bytes;
    }

    private void subscribed(FluxSink<ArrivedImage> sink) {
        synchronized (this) {
            feed = Optional.of(sink);
        }
        sink.onDispose(this::abandoned);
        sink.onRequest(more -> serve());
    }

    /** The feed wants no more; what it has it may yet finish. */
    private void abandoned() {
        stop();
        fail(upload -> !given.contains(upload));
    }

    private void fail(Predicate<Upload> which) {
        List<Upload> failing;
        synchronized (this) {
            failing = admitted.keySet().stream().filter(which).toList();
        }
        failing.forEach(upload -> upload.fail(stopped()));
    }

    /** Holds the lock while it gives, so that two threads never give more than was asked for. */
    private synchronized void serve() {
        feed.ifPresent(
                sink -> {
                    while (sink.requestedFromDownstream() > 0 && !whole.isEmpty()) {
                        Upload first = whole.iterator().next();
                        whole.remove(first);
                        given.add(first);
                        sink.next(first);
                    }
                });
    }

    /** Time without work is not counted. */
    private void measure(long finished) {
        long now = System.nanoTime();
        if (bytes > 0) {
            throughput.measured(finished, now - measuredAtNanos);
        }
        measuredAtNanos = now;
    }

    private RefusedException full(long excess) {
        return new RefusedException(
                Problem.passing(
                        429,
                        "queue-full",
                        "Too many images at once",
                        "The queue of images to cut is full",
                        Throughput.wholeSeconds(throughput.secondsFor(excess))));
    }

    private static RefusedException stopped() {
        return new RefusedException(
                Problem.passing(
                        503,
                        "stopping",
                        "Ingest is stopping",
                        "No more images are taken here",
                        RESTART));
    }
}
