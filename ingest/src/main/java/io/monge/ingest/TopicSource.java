package io.monge.ingest;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.MalformedImageException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

/**
 * The images that arrive on a topic. One encoded image waits here; an image is acknowledged when
 * the broker has all its patches, or its dead letter.
 */
final class TopicSource implements ImageSource {

    private final Domain domain;
    private final Flux<ArrivedImage> arrivals;
    private final ImageCodec codec;
    private final RefusedImages refused;
    private final Scheduler scheduler;

    /**
     * @param scheduler of the feed: images are decoded on its thread
     */
    TopicSource(
            Domain domain,
            Flux<ArrivedImage> arrivals,
            ImageCodec codec,
            RefusedImages refused,
            Scheduler scheduler) {
        this.domain = domain;
        this.arrivals = arrivals;
        this.codec = codec;
        this.refused = refused;
        this.scheduler = scheduler;
    }

    @Override
    public Flux<SourceImage> images() {
        return arrivals.publishOn(scheduler, 1).handle(this::decode);
    }

    private void decode(ArrivedImage arrived, SynchronousSink<SourceImage> sink) {
        try {
            sink.next(new SourceImage(arrived.id(), 0, codec.decode(arrived.encoded()), arrived));
        } catch (MalformedImageException e) {
            String message = String.valueOf(e.getMessage());
            refused.add(domain, arrived.id(), RefusedImages.Reason.of(e.kind()), message);
            arrived.refuse(message);
        }
    }
}
