package io.monge.serving.upscale;

import io.monge.runtime.metric.Throughput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Bounded admission of images to worker threads {@code upscale-n}. The bound is in pixels, because
 * that is what work and memory grow with, and in time: an image that at the measured speed would
 * miss its deadline is refused too. Who is refused is so before any work is done for them, with an
 * estimate of when asking again makes sense.
 *
 * <p>Speed is measured tile by tile ({@link Ticket#worked}): a large image in work neither passes
 * for a slow server, nor hides one that stands still. Thread-safe.
 */
public final class UpscaleQueue implements AutoCloseable {

    /** What even a tiny image counts: decoding, a forward pass and encoding have fixed costs. */
    private static final long LEAST_PIXELS = 4096;

    private static final double FIRST_GUESS = 100_000; // pixels in a second

    /** Share of the time left that an image may be expected to take: speed varies. */
    private static final double CAUTION = 0.6;

    private final QueueConfig config;
    private final LongSupplier nanoTime;
    private final ThreadPoolExecutor workers;
    private final Object admission = new Object();
    private final List<Job<?>> admitted = new ArrayList<>(); // guarded, as all below
    private final Throughput throughput = new Throughput(FIRST_GUESS);
    private long pixels; // sum of the costs
    private long measuredAtNanos;

    public UpscaleQueue(QueueConfig config) {
        this(config, System::nanoTime);
    }

    /**
     * @param nanoTime the clock of the measurement
     */
    UpscaleQueue(QueueConfig config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
        AtomicInteger number = new AtomicInteger(1);
        this.workers =
                new ThreadPoolExecutor(
                        config.workers(),
                        config.workers(),
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(), // bounded by the admission
                        work -> new Thread(work, "upscale-" + number.getAndIncrement()));
    }

    /**
     * Admission now, work on a worker thread, the result when subscribed to.
     *
     * <p>Errors: {@link UnavailableException} if the queue is full or the stop cuts the work short,
     * {@link DeadlinePassedException} at the ticket's deadline, else whatever the work throws.
     * Cancelling gives back the place of work that has not begun, and stops what has at its next
     * {@link Ticket#check}.
     *
     * @param imagePixels of the low-resolution image
     * @param work gets the time it has waited
     */
    public <T> Mono<T> submit(long imagePixels, Ticket ticket, Function<Duration, T> work) {
        long cost = Math.max(LEAST_PIXELS, imagePixels);
        return ticket.limit(Mono.create(sink -> enqueue(new Job<>(cost, ticket, work, sink))));
    }

    /**
     * For callers that could refuse even before they know the image's size.
     *
     * @throws UnavailableException if not even the smallest image would be admitted now
     */
    public void requireRoom() {
        synchronized (admission) {
            measure();
            requireRoomFor(LEAST_PIXELS);
        }
    }

    /** What is admitted and not finished. */
    public QueueState state() {
        synchronized (admission) {
            return new QueueState(admitted.size(), pixels, config.pixels());
        }
    }

    /**
     * Refuses new work, lets accepted work finish within the configured time, then stops it; what
     * has not been begun by then is refused too.
     */
    @Override
    public void close() {
        workers.shutdown();
        try {
            if (!workers.awaitTermination(config.drain().toMillis(), TimeUnit.MILLISECONDS)) {
                stop();
            }
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        workers.shutdownNow().forEach(waiting -> ((Job<?>) waiting).refuse());
    }

    /** An admitted piece of work. */
    private final class Job<T> implements Runnable {
        private final long cost;
        private final Ticket ticket;
        private final Function<Duration, T> work;
        private final MonoSink<T> sink;
        private long counted; // of the cost, by the measurement; guarded by the admission

        Job(long cost, Ticket ticket, Function<Duration, T> work, MonoSink<T> sink) {
            this.cost = cost;
            this.ticket = ticket;
            this.work = work;
            this.sink = sink;
        }

        @Override
        public void run() {
            T result;
            try {
                ticket.check();
                result = work.apply(ticket.age());
            } catch (CancellationException ended) {
                release(this);
                if (ticket.isCancelled()) {
                    sink.success(); // nobody listens
                } else {
                    sink.error(UnavailableException.stopping()); // cut short by the stop
                }
                return;
            } catch (RuntimeException | Error failed) {
                release(this);
                sink.error(failed);
                return;
            }
            ticket.worked(cost); // also what does not go by tiles
            // Released before the answer goes out: who has the answer may ask again at once.
            release(this);
            sink.success(result);
        }

        void refuse() {
            release(this);
            sink.error(UnavailableException.stopping());
        }

        /** Nobody waits any more. */
        void abandon() {
            ticket.cancel();
            if (workers.remove(this)) {
                release(this); // others need not wait for its turn
            }
        }

        /** How much of the cost has been worked off since the last call. */
        long progress() {
            long before = counted;
            counted = Math.min(cost, ticket.worked());
            return counted - before;
        }
    }

    private void enqueue(Job<?> job) {
        try {
            admit(job);
        } catch (UnavailableException refused) {
            job.sink.error(refused);
            return;
        }
        job.sink.onCancel(job::abandon);
        try {
            workers.execute(job);
        } catch (RejectedExecutionException stopping) {
            job.refuse();
        }
    }

    private void admit(Job<?> job) {
        synchronized (admission) {
            measure();
            requireRoomFor(job.cost);
            requireTimeFor(job.cost, job.ticket);
            admitted.add(job);
            pixels += job.cost;
        }
    }

    private void release(Job<?> job) {
        synchronized (admission) {
            measure();
            admitted.remove(job);
            pixels -= job.cost;
        }
    }

    /** Time without work is not counted; work is as far as it has come, not only at its end. */
    private void measure() {
        long now = nanoTime.getAsLong();
        if (!admitted.isEmpty()) {
            long worked = 0;
            for (Job<?> job : admitted) {
                worked += job.progress();
            }
            throughput.measured(worked, now - measuredAtNanos);
        }
        measuredAtNanos = now;
    }

    private void requireRoomFor(long cost) {
        if (workers.isShutdown()) {
            throw UnavailableException.stopping();
        }
        // An idle queue takes any image that the size limits allow.
        if (!admitted.isEmpty() && pixels + cost > config.pixels()) {
            long excess = Math.min(pixels, pixels + cost - config.pixels());
            throw UnavailableException.queueFull(
                    Throughput.wholeSeconds(throughput.secondsFor(excess)));
        }
    }

    /** Images take turns: none makes another of its size or smaller wait for more than its own. */
    private void requireTimeFor(long cost, Ticket ticket) {
        if (admitted.isEmpty() || !throughput.isKnown()) {
            return;
        }
        long before = admitted.stream().mapToLong(other -> Math.min(other.cost, cost)).sum();
        double late =
                throughput.secondsFor(before + cost)
                        - CAUTION * ticket.remaining().toMillis() / 1000.0;
        if (late > 0) {
            throw UnavailableException.queueFull(Throughput.wholeSeconds(late));
        }
    }
}
