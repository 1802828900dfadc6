package io.monge.serving.dashboard;

import io.monge.runtime.metric.ProcessUse;
import io.monge.serving.model.ModelCatalogue;
import io.monge.serving.model.ModelSlot;
import io.monge.serving.upscale.UpscaleQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Looks at this server every five seconds and remembers the last half hour. Thread-safe. */
public final class StatusBoard implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int KEPT = 360;

    private final ModelSlot slot;
    private final ModelCatalogue catalogue;
    private final UpscaleQueue queue;
    private final Deque<ServerStatus> recent = new ArrayDeque<>();
    // Best effort: a slow page misses a status; the next one says the same better.
    private final Sinks.Many<ServerStatus> changes = Sinks.many().multicast().directBestEffort();
    private final Disposable.Swap timer = Disposables.swap();

    public StatusBoard(ModelSlot slot, ModelCatalogue catalogue, UpscaleQueue queue) {
        this.slot = slot;
        this.catalogue = catalogue;
        this.queue = queue;
    }

    /** Starts looking. */
    public void start() {
        timer.update(
                Flux.interval(Duration.ZERO, INTERVAL)
                        .onBackpressureDrop() // a late look is not made up for
                        .subscribe(tick -> look()));
    }

    /** As it is now. */
    public ServerStatus now() {
        return new ServerStatus(
                Instant.now(), slot.current(), catalogue.newest(), queue.state(), ProcessUse.now());
    }

    /** The last looks, oldest first. */
    public synchronized List<ServerStatus> recent() {
        return List.copyOf(recent);
    }

    /** Every look from now on; a slow subscriber loses the oldest. */
    public Flux<ServerStatus> changes() {
        return changes.asFlux()
                .onBackpressureBuffer(4, dropped -> {}, BufferOverflowStrategy.DROP_OLDEST);
    }

    @Override
    public void close() {
        timer.dispose();
    }

    private void look() {
        ServerStatus status = now();
        synchronized (this) {
            recent.addLast(status);
            if (recent.size() > KEPT) {
                recent.removeFirst();
            }
        }
        changes.tryEmitNext(status);
    }
}
