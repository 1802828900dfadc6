package io.monge.serving.upscale;

import io.monge.imaging.TileGrid;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;

/**
 * How long a request may take, counted from its arrival, whether anyone still waits for it, and how
 * far its work has come. Workers ask between tiles, so that a request nobody waits for stops
 * costing, and tell what they have done. Thread-safe.
 */
public final class Ticket {

    private final long arrivedNanos = System.nanoTime();
    private final Duration allowed;
    private final AtomicLong worked = new AtomicLong(); // px
    private volatile boolean cancelled;

    /**
     * @param allowed from now to the deadline
     */
    public Ticket(Duration allowed) {
        this.allowed = allowed;
    }

    /** Nobody waits any more. */
    public void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Time since arrival. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - arrivedNanos);
    }

    /** Time until the deadline; zero once it has passed. */
    public Duration remaining() {
        Duration left = allowed.minus(age());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * @throws DeadlinePassedException if the deadline has passed
     * @throws CancellationException if nobody waits any more
     */
    public void check() {
        if (cancelled) {
            throw new CancellationException("Nobody waits for this image any more");
        }
        if (remaining().isZero()) {
            throw passed();
        }
    }

    /** The same, but failing with {@link DeadlinePassedException} at the deadline. */
    public <T> Mono<T> limit(Mono<T> answer) {
        return answer.timeout(remaining(), Mono.error(this::passed));
    }

    /** One more tile of an image that is cut so is done; where tiles overlap counts once. */
    void worked(TileGrid grid) {
        long pixels = (long) grid.width() * grid.height() / grid.scale() / grid.scale();
        worked(pixels / grid.count());
    }

    /** So many more low-resolution pixels are done. */
    void worked(long pixels) {
        worked.addAndGet(pixels);
    }

    /** Low-resolution pixels that are done, at least. */
    long worked() {
        return worked.get();
    }

    private DeadlinePassedException passed() {
        return new DeadlinePassedException(allowed);
    }
}
