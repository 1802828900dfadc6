package io.monge.ingest;

import io.monge.runtime.service.Health;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** The running flow of one domain's patches into a sink, and its end. */
final class Feed {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final long STOP_MILLIS = 5_000;

    private final Domain domain;
    private final Scheduler scheduler;
    private final Sinks.Empty<Void> stopping = Sinks.empty();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<Health> health = new AtomicReference<>(Health.up());
    private final Disposable flow;

    /**
     * Starts at once.
     *
     * @param scheduler one thread, which this feed owns from now on
     */
    Feed(
            Domain domain,
            Flux<Patch> patches,
            Dispatch dispatch,
            IngestMeter meter,
            Scheduler scheduler) {
        this.domain = domain;
        this.scheduler = scheduler;
        this.flow =
                dispatch.safe(patches, stopping.asMono())
                        .doFinally(signal -> ended.countDown())
                        .subscribe(patch -> sent(patch, meter), this::fail, this::finish);
    }

    Domain domain() {
        return domain;
    }

    Health health() {
        return health.get();
    }

    /** Asks for no more patches, waits a while for those under way, then lets go of the thread. */
    void close() {
        stopping.tryEmitEmpty();
        try {
            if (!ended.await(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "{}: patches still under way after {} ms are given up",
                        domain,
                        STOP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        flow.dispose();
        scheduler.dispose();
    }

    private void sent(Patch patch, IngestMeter meter) {
        meter.published(domain);
        patch.share().safe();
    }

    private void fail(Throwable cause) {
        LOG.error("The {} feed failed", domain, cause);
        health.set(Health.down(cause));
    }

    private void finish() {
        health.set(Health.finished());
    }
}
