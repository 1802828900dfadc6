package io.monge.trainer;

import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.trainer.wire.PatchLog;
import io.monge.trainer.wire.StreamPosition;
import io.monge.trainer.wire.StreamedPatch;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BaseSubscriber;

/**
 * A topic of patches → {@link PatchQueue}, from the checkpoint's offsets on and no faster than
 * patches are taken: while the training has enough, the consumer is paused and the log is the
 * buffer. Whoever makes it closes it.
 */
final class PatchFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PatchFeed.class);

    /** Patches asked for at once: enough for a few steps while the network delivers. */
    private static final int PREFETCH = 128;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final PatchLog log;
    private final StreamState from;
    private final Losses losses;
    private final MetricEmitter metrics;
    private final PatchQueue queue;
    private final PatchLog.Following following;
    private final Subscriber subscriber = new Subscriber();

    /**
     * @param from the state whose offsets come next
     * @param patience see {@link PatchQueue}
     * @param losses metrics of the records that retention dropped
     */
    PatchFeed(
            PatchLog log,
            StreamState from,
            Duration patience,
            Losses losses,
            MetricEmitter metrics) {
        this.log = log;
        this.from = from;
        this.losses = losses;
        this.metrics = metrics;
        this.queue = new PatchQueue(log.partitions(), from, patience, subscriber::request);
        this.following =
                log.follow(
                        from.next(),
                        records -> {
                            queue.lose(records);
                            metrics.emit(losses.unread(), records);
                        });
    }

    /**
     * Where it is counted what retention has taken.
     *
     * @param unread records that had not been read yet
     * @param remembered records that a checkpoint's pools had in them
     */
    record Losses(Metric unread, Metric remembered) {}

    /** Reads back what the state had in memory, then begins to fetch what comes next; blocks. */
    PatchStream open(TrainerConfig config) {
        Set<StreamPosition> members = from.members();
        Map<StreamPosition, StreamedPatch> found = log.read(members);
        if (found.size() < members.size()) {
            metrics.emit(losses.remembered(), members.size() - found.size());
        }
        PatchStream stream = new PatchStream(config, queue, from, found);
        following.patches().subscribe(subscriber);
        return stream;
    }

    /** Records in the log and not yet fetched, about a second ago. Any thread. */
    long lag() {
        return following.lag();
    }

    /** Whether the training waits for patches of this topic. Any thread. */
    boolean isWaitedFor() {
        return queue.isWaiting();
    }

    /** Name of the topic. */
    String name() {
        return log.name();
    }

    /** From now on nobody waits for patches. Any thread. */
    void stopWaiting() {
        queue.stopWaiting();
    }

    @Override
    public void close() {
        queue.stopWaiting();
        subscriber.cancel();
        if (!following.awaitClosed(CLOSE_TIMEOUT)) {
            LOG.warn("The consumer of {} did not close in time", log.name());
        }
    }

    /** Runs on the source's thread. */
    private final class Subscriber extends BaseSubscriber<StreamedPatch> {

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(PREFETCH);
        }

        @Override
        protected void hookOnNext(StreamedPatch patch) {
            queue.offer(patch);
        }

        @Override
        protected void hookOnError(Throwable problem) {
            queue.fail(problem);
        }
    }
}
