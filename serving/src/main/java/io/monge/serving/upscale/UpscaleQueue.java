package io.monge.serving.upscale;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Bounded admission of images to worker threads {@code upscale-n}. The bound is in pixels, because
 * that is what work and memory grow with; whoever does not fit is refused before any work is done
 * for them, with an estimate of when there will be room. Thread-safe.
 */
public final class UpscaleQueue implements AutoCloseable {

    /** What even a tiny image counts: decoding, a forward pass and encoding have fixed costs. */
    private static final long LEAST_PIXELS = 4096;

    private final QueueConfig config;
    private final ExecutorService workers;
    private final Throughput throughput = new Throughput();
    private final Object admission = new Object();
    private int requests; // admitted and not finished; guarded by admission, like the next
    private long pixels;

    public UpscaleQueue(QueueConfig config) {
        this.config = config;
        AtomicInteger number = new AtomicInteger(1);
        this.workers =
                Executors.newFixedThreadPool(
                        config.workers(),
                        work -> new Thread(work, "upscale-" + number.getAndIncrement()));
    }

    /**
     * Admission now, work on a worker thread, the result when subscribed to.
     *
     * <p>Errors: {@link UnavailableException} if the queue is full, {@link DeadlinePassedException}
     * at the ticket's deadline, else whatever the work throws. Cancelling stops the work at its
     * next {@link Ticket#check}.
     *
     * @param imagePixels of the low-resolution image
     * @param work gets the time it has waited
     */
    public <T> Mono<T> submit(long imagePixels, Ticket ticket, Function<Duration, T> work) {
        long cost = Math.max(LEAST_PIXELS, imagePixels);
        return ticket.limit(Mono.create(sink -> enqueue(cost, ticket, work, sink)));
    }

    /**
     * For callers that could refuse even before they know the image's size.
     *
     * @throws UnavailableException if not even the smallest image would be admitted now
     */
    public void requireRoom() {
        synchronized (admission) {
            requireRoomFor(LEAST_PIXELS);
        }
    }

    /** What is admitted and not finished. */
    public QueueState state() {
        synchronized (admission) {
            return new QueueState(requests, pixels, config.pixels());
        }
    }

    /** Refuses new work, lets accepted work finish within the configured time, then stops it. */
    @Override
    public void close() {
        workers.shutdown();
        try {
            if (!workers.awaitTermination(config.drain().toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private <T> void enqueue(
            long cost, Ticket ticket, Function<Duration, T> work, MonoSink<T> sink) {
        try {
            admit(cost);
        } catch (UnavailableException refused) {
            sink.error(refused);
            return;
        }
        sink.onCancel(ticket::cancel);
        try {
            workers.execute(() -> run(cost, ticket, work, sink));
        } catch (RejectedExecutionException stopping) {
            release(cost);
            sink.error(UnavailableException.stopping());
        }
    }

    private <T> void run(long cost, Ticket ticket, Function<Duration, T> work, MonoSink<T> sink) {
        long start = System.nanoTime();
        T result;
        try {
            ticket.check();
            result = work.apply(ticket.age());
            throughput.measured(cost, System.nanoTime() - start);
        } catch (CancellationException abandoned) {
            release(cost);
            sink.success(); // nobody listens
            return;
        } catch (RuntimeException | Error failed) {
            release(cost);
            sink.error(failed);
            return;
        }
        // Released before the answer goes out: who has the answer may ask again at once.
        release(cost);
        sink.success(result);
    }

    private void admit(long cost) {
        synchronized (admission) {
            requireRoomFor(cost);
            requests++;
            pixels += cost;
        }
    }

    private void release(long cost) {
        synchronized (admission) {
            requests--;
            pixels -= cost;
        }
    }

    private void requireRoomFor(long cost) {
        if (workers.isShutdown()) {
            throw UnavailableException.stopping();
        }
        // An idle queue takes any image that the size limits allow.
        if (requests > 0 && pixels + cost > config.pixels()) {
            throw UnavailableException.queueFull(untilRoomFor(cost));
        }
    }

    private Duration untilRoomFor(long cost) {
        long excess = Math.min(pixels, pixels + cost - config.pixels());
        return throughput.timeFor(excess, config.workers());
    }
}
