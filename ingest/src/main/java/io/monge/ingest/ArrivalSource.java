package io.monge.ingest;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.MalformedImageException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

/**
 * The images that others send. One encoded image waits here; an image is acknowledged when the
 * broker has all its patches, or told why it gives none.
 */
final class ArrivalSource implements ImageSource {

    private final Domain domain;
    private final Flux<ArrivedImage> arrivals;
    private final ImageCodec codec;
    private final RefusedImages refused;
    private final Scheduler scheduler;

    /**
     * @param scheduler of the feed: images are decoded on its thread
     */
    ArrivalSource(
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
        String id = arrived.id();
        byte[] encoded = arrived.encoded();
        if (!arrived.isAwaited()) { // asked last: until here it held its bytes
            return;
        }
        try {
            sink.next(new SourceImage(id, 0, codec.decode(encoded), arrived));
        } catch (MalformedImageException e) {
            String message = String.valueOf(e.getMessage());
            RefusedImages.Reason reason = RefusedImages.Reason.of(e.kind());
            refused.add(domain, id, reason, message);
            arrived.refuse(reason, message);
        }
    }
}
