package io.monge.trainer;

import io.monge.ot.HostTensor;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.trainer.Candidate.Seen;
import io.monge.trainer.Checkpoint.Published;
import io.monge.trainer.Publication.Highest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the world the averaged map now and then, without holding up training: a {@link Publication}
 * runs on a thread of its own, one at a time. One that fails is given up and reported as {@link
 * #problem}; the next tries again. Once somebody else publishes the model too, nothing is published
 * any more: see {@link #rival}.
 *
 * <p>Methods belong to the training thread unless they say otherwise.
 */
final class SnapshotPublisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotPublisher.class);

    /** Longest wait for the publication under way when training stops or goes back. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TrainerConfig config;
    private final Publication publication;
    private final Duration patience;
    private final Trigger trigger;
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(SnapshotPublisher::thread);

    private Future<?> underWay = CompletableFuture.completedFuture(null);
    private boolean offered;
    private long newestIteration; // that is out or was to be, of this training

    private final AtomicReference<Published> published = new AtomicReference<>(Published.NOTHING);
    private volatile int branch; // goes up when training goes back; written by its thread
    private volatile Optional<RuntimeException> problem = Optional.empty();
    private volatile Optional<String> rival = Optional.empty();

    SnapshotPublisher(TrainerConfig config, Publication publication) {
        this(config, publication, PATIENCE);
    }

    /**
     * @param patience longest wait for the publication under way
     */
    SnapshotPublisher(TrainerConfig config, Publication publication, Duration patience) {
        this.config = config;
        this.publication = publication;
        this.patience = patience;
        this.trigger =
                new Trigger(
                        config.publish().every(), config.publish().interval(), System::nanoTime);
    }

    /**
     * Goes on from a checkpoint, or from nothing. What was published after the checkpoint and
     * before a crash is not published again: those iterations are done once more, and a version
     * stands for one map.
     */
    void open(Optional<Checkpoint> from) {
        Highest highest = publication.open();
        from.ifPresentOrElse(
                checkpoint -> goOn(checkpoint, highest.trained()), () -> begin(highest.any()));
    }

    private void goOn(Checkpoint checkpoint, long highest) {
        Published then = checkpoint.published();
        published.set(then);
        newestIteration = highest - then.origin().above();
        offered = then.count() > 0;
        trigger.reset(checkpoint.iteration());
    }

    private void begin(long highest) {
        Origin origin = Origin.newAbove(highest);
        published.set(Published.nothing(origin));
        if (highest > 0) {
            LOG.info(
                    "Training {} is a new one: its versions continue above {}, the highest that was published before",
                    origin.training(),
                    highest);
        }
    }

    /** The first as early as can be, then as configured, but never two at a time. */
    boolean isDue(long iteration) {
        return iteration > newestIteration
                && underWay.isDone()
                && rival.isEmpty()
                && (!offered || trigger.isDue(iteration));
    }

    /**
     * Publishes in the background.
     *
     * @param weights all finite
     * @param reanchors iterations at which the dynamic cost froze a copy of the map
     */
    void publish(
            long iteration,
            Map<String, HostTensor> weights,
            List<Long> reanchors,
            PatchStreams patches) {
        Published before = published();
        Candidate candidate =
                new Candidate(
                        new ModelSnapshot(config.solver().map(), iteration, weights),
                        before.origin(),
                        before.parent(),
                        branch,
                        reanchors,
                        Seen.of(patches.lr()),
                        Seen.of(patches.hr()));
        offered = true;
        newestIteration = iteration;
        trigger.reset(iteration);
        underWay = worker.submit(() -> publish(candidate));
    }

    private void publish(Candidate candidate) {
        try {
            rival = publication.rival();
            if (rival.isPresent()) {
                LOG.error("Version {} is not published: {}", candidate.version(), rival.get());
                return;
            }
            publication.publish(candidate);
            problem = Optional.empty();
        } catch (RuntimeException e) {
            LOG.error("Version {} could not be published", candidate.version(), e);
            problem = Optional.of(e);
        }
        if (publication.isOut(candidate.version())) {
            published.updateAndGet(
                    now -> isCurrent(candidate) ? now.and(candidate.version()) : now);
        }
    }

    /** Training has not gone back since: the next snapshot descends from this one. */
    private boolean isCurrent(Candidate candidate) {
        return candidate.branch() == branch;
    }

    /**
     * Training goes back to a checkpoint: the next snapshot descends from what was published then,
     * under a version not used yet. One that is still under way after a bounded time is of the
     * branch that is left, whatever becomes of it.
     *
     * @return the number of the branch that begins
     */
    int rewind(Published then) {
        awaitQuiet();
        int next = branch + 1;
        branch = next; // first, so that the one under way cannot come in between
        published.updateAndGet(now -> new Published(now.count(), then.parent(), now.origin()));
        trigger.reset(newestIteration);
        return next;
    }

    /** What is out. May be called by any thread. */
    Published published() {
        return published.get();
    }

    /** Why the last publication failed, if it did. May be called by any thread. */
    Optional<RuntimeException> problem() {
        return problem;
    }

    /** Why nothing is published any more, if somebody else publishes this model. Any thread. */
    Optional<String> rival() {
        return rival;
    }

    /** Waits for the publication under way, for a bounded time. */
    void awaitQuiet() {
        try {
            underWay.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("The snapshot under way takes longer than {} s", patience.toSeconds());
        } catch (ExecutionException e) {
            throw new IllegalStateException("The publishing thread failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the publication under way, for a bounded time. */
    @Override
    public void close() {
        awaitQuiet();
        worker.shutdown();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "publisher");
        thread.setDaemon(true);
        return thread;
    }
}
