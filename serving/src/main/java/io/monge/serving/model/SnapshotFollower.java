package io.monge.serving.model;

import io.monge.imaging.RgbImage;
import io.monge.ot.snapshot.NotFiniteException;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.service.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Keeps the slot at the promoted version: fetches, verifies, loads and warms up a map on its own
 * thread {@code snapshots}, then swaps. A snapshot that cannot be used leaves the old map in place
 * and the health degraded, until another one is served.
 */
public final class SnapshotFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFollower.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MANIFEST_DELAY = Duration.ofSeconds(2);
    private static final int WARM_UP_SIDE = 32; // px

    private final ModelFeed feed;
    private final ModelCatalogue catalogue;
    private final ModelSlot slot;
    private final VerifiedMaps maps;
    private final MetricEmitter metrics;
    private final ScheduledThreadPoolExecutor thread = thread();
    private final Disposable.Swap following = Disposables.swap();
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile Health health = Health.degraded("no map has been promoted yet");
    private volatile boolean caughtUp;
    private long refused = -1; // version that can never be loaded; owned by the thread
    private String refusal = ""; // why; likewise
    private long missing =
            -1; // version whose manifest was not there when first looked for; likewise

    public SnapshotFollower(
            ModelFeed feed,
            ModelCatalogue catalogue,
            ModelSlot slot,
            MapLoader loader,
            MetricEmitter metrics) {
        this.feed = feed;
        this.catalogue = catalogue;
        this.slot = slot;
        this.maps = new VerifiedMaps(feed, catalogue, loader);
        this.metrics = metrics;
    }

    /** Follows from now on. */
    public void start() {
        following.update(feed.news().subscribe(this::note, this::lost));
    }

    /** Degraded while the promoted version could not be served, down when the topics are lost. */
    public Health health() {
        return health;
    }

    /** Follows no more, once what is being loaded is loaded; what is in the slot stays. */
    @Override
    public void close() {
        following.dispose();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static ScheduledThreadPoolExecutor thread() {
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        work -> {
                            Thread thread = new Thread(work, "snapshots");
                            thread.setDaemon(true);
                            return thread;
                        },
                        new ThreadPoolExecutor.DiscardPolicy()); // news after the close
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    private void note(ModelNews news) {
        if (news instanceof ModelNews.Published published) {
            catalogue.published(published.model());
        } else if (news instanceof ModelNews.Promoted promoted) {
            catalogue.promoted(promoted.promotion());
        } else {
            caughtUp = true;
        }
        reconsiderSoon();
    }

    private void lost(Throwable cause) {
        LOG.error("the model topics can no longer be read", cause);
        become(Health.down(cause));
    }

    /** Many news at once are one reason to look: only the newest promotion matters. */
    private void reconsiderSoon() {
        if (due.compareAndSet(false, true)) {
            thread.execute(this::reconsider);
        }
    }

    private void reconsider() {
        due.set(false);
        Optional<Promotion> wanted = catalogue.wanted();
        // Before that, an outdated promotion would be loaded only to be replaced at once.
        if (!caughtUp || wanted.isEmpty()) {
            return;
        }
        long version = wanted.get().version();
        Optional<PublishedModel> model = catalogue.find(version);
        if (isServed(version)) {
            become(Health.up()); // also where another was wanted meanwhile that cannot be had
        } else if (model.isEmpty()) {
            awaitManifest(version);
        } else if (version == refused) {
            degrade(refusal);
        } else {
            serve(model.get(), wanted.get());
        }
    }

    /** The manifest is on another topic and may come a moment later; if it comes, we look again. */
    private void awaitManifest(long version) {
        if (version == missing) {
            degrade("version %d is promoted, but its snapshot is not there".formatted(version));
            return;
        }
        missing = version;
        thread.schedule(this::reconsider, MANIFEST_DELAY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean isServed(long version) {
        return slot.current().filter(model -> model.version() == version).isPresent();
    }

    private void serve(PublishedModel model, Promotion promotion) {
        long start = System.nanoTime();
        try {
            LoadedMap map = warm(maps.load(model));
            slot.swap(new ServedModel(model, promotion, Instant.now()), map);
        } catch (RefusedSnapshotException e) {
            refused = model.version();
            refusal = e.getMessage();
            metrics.emitFor(refused, Metric.SERVING_SNAPSHOT_REFUSED, 1);
            metrics.emitFor(refused, e.reason().metric(), 1);
            degrade(e.getMessage());
            return;
        } catch (RuntimeException | OutOfMemoryError e) {
            // The broker, or memory for the map: it may pass.
            LOG.warn("version {} could not be loaded, trying again", model.version(), e);
            degrade(
                    "version %d could not be loaded: %s"
                            .formatted(model.version(), e.getMessage()));
            thread.schedule(this::reconsider, RETRY.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        become(Health.up());
        double seconds = (System.nanoTime() - start) / 1e9;
        metrics.emitFor(model.version(), Metric.SERVING_SWAP_SECONDS, seconds);
        LOG.info(
                "serving version {} ({}) after {} s",
                model.version(),
                promotion.reason(),
                "%.2f".formatted(seconds));
    }

    /** The first pass of a network is slow: no request shall pay for it. */
    private static LoadedMap warm(LoadedMap map) {
        try {
            byte[] black = new byte[RgbImage.byteLength(WARM_UP_SIDE, WARM_UP_SIDE)];
            map.upscale(List.of(new RgbImage(WARM_UP_SIDE, WARM_UP_SIDE, black)));
            return map;
        } catch (NotFiniteException e) {
            map.close();
            throw new RefusedSnapshotException(RefusedSnapshotException.Reason.NOT_FINITE, e);
        } catch (RuntimeException | Error e) {
            map.close();
            throw e;
        }
    }

    private void degrade(String reason) {
        String served =
                slot.current()
                        .map(model -> "; version " + model.version() + " is still served")
                        .orElse("; nothing is served yet");
        Health next = Health.degraded(reason + served);
        if (!next.equals(health)) { // it is looked at again with every news
            LOG.warn("{}{}", reason, served);
        }
        become(next);
    }

    /** Topics that are lost stay so, whatever was being loaded then. */
    private synchronized void become(Health next) {
        if (!health.is(Health.State.DOWN)) {
            health = next;
        }
    }
}
