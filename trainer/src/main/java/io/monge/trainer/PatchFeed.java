package io.monge.trainer;

import io.monge.imaging.RgbImage;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.Delivery;
import io.monge.runtime.kafka.KafkaSource;
import io.monge.runtime.kafka.LostRecords;
import io.monge.runtime.kafka.ReadOptions;
import io.monge.runtime.kafka.Start;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.schemas.record.ImagePatch;
import java.time.Duration;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BaseSubscriber;

/**
 * A topic of patches → {@link PatchQueue}, from the checkpoint's offsets on and no faster than
 * patches are taken: while the training has enough, the consumer is paused and the log is the
 * buffer.
 *
 * <p>A patch the networks cannot take goes to the dead letters and the stream goes on; after a
 * restart it may go there again. Whoever makes it closes it.
 */
final class PatchFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PatchFeed.class);

    /** Patches asked for at once: enough for a few steps while the network delivers. */
    private static final int PREFETCH = 128;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final PatchTopic topic;
    private final DeadLetters deadLetters;
    private final MetricEmitter metrics;
    private final PatchQueue queue;
    private final KafkaSource<ImagePatch> source;
    private final Subscriber subscriber = new Subscriber();

    /**
     * @param from the state whose offsets come next
     * @param patience see {@link PatchQueue}
     */
    PatchFeed(TrainerLinks links, PatchTopic topic, StreamState from, Duration patience) {
        this.topic = topic;
        this.deadLetters = links.deadLetters();
        this.metrics = links.metrics();
        this.queue =
                new PatchQueue(topic.topic().partitions(), from, patience, subscriber::request);
        ReadOptions options = ReadOptions.from(Start.at(from.next())).reportingLoss(this::lost);
        this.source = links.kafka().source(topic.topic(), options, deadLetters);
    }

    /** Begins to fetch. */
    void open() {
        source.deliveries().subscribe(subscriber);
    }

    PatchQueue queue() {
        return queue;
    }

    /** Records in the log and not yet fetched, about a second ago. Any thread. */
    long lag() {
        return source.lag();
    }

    private void lost(LostRecords records) {
        queue.lose(records.count());
        metrics.emit(topic.lost(), records.count());
    }

    @Override
    public void close() {
        queue.stopWaiting();
        subscriber.cancel();
        if (!source.awaitClosed(CLOSE_TIMEOUT)) {
            LOG.warn("The consumer of {} did not close in time", topic.topic().name());
        }
    }

    /** Runs on the source's thread. */
    private final class Subscriber extends BaseSubscriber<Delivery<ImagePatch>> {

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(PREFETCH);
        }

        @Override
        protected void hookOnNext(Delivery<ImagePatch> delivery) {
            StreamPosition at = new StreamPosition(delivery.partition(), delivery.offset());
            RgbImage pixels;
            try {
                pixels = topic.decoder().decode(delivery.value());
            } catch (IllegalArgumentException e) {
                deadLetters.refuse(delivery, e.getMessage());
                request(1);
                return;
            }
            queue.offer(new StreamedPatch(at, delivery.value().getImageId(), pixels));
        }

        @Override
        protected void hookOnError(Throwable problem) {
            queue.fail(problem);
        }
    }
}
