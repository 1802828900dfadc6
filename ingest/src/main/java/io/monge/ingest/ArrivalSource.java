package io.monge.ingest;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.MalformedImageException;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * The images that others send, decoded several at a time. Each is acknowledged when the broker has
 * all its patches, or told why it gives none.
 */
final class ArrivalSource implements ImageSource {

    private final Domain domain;
    private final Flux<ArrivedImage> arrivals;
    private final ImageCodec codec;
    private final RefusedImages refused;
    private final DirectorySource.Threads threads;

    ArrivalSource(
            Domain domain,
            Flux<ArrivedImage> arrivals,
            ImageCodec codec,
            RefusedImages refused,
            DirectorySource.Threads threads) {
        this.domain = domain;
        this.arrivals = arrivals;
        this.codec = codec;
        this.refused = refused;
        this.threads = threads;
    }

    /** In the order of their arrival; what becomes of each is settled on the feed's thread. */
    @Override
    public Flux<SourceImage> images() {
        return arrivals.flatMapSequential(
                        arrived ->
                                Mono.fromCallable(() -> decode(arrived))
                                        .subscribeOn(threads.decoders()),
                        DirectorySource.DECODERS,
                        1)
                .publishOn(threads.feed(), 1)
                .handle((settling, sink) -> settling.accept(sink));
    }

    private Consumer<SynchronousSink<SourceImage>> decode(ArrivedImage arrived) {
        String id = arrived.id();
        byte[] encoded = arrived.encoded();
        if (!arrived.isAwaited()) { // asked last: until here it held its bytes
            return sink -> {};
        }
        try {
            SourceImage image = new SourceImage(id, 0, codec.decode(encoded), arrived);
            return sink -> sink.next(image);
        } catch (MalformedImageException e) {
            return sink -> refuse(arrived, id, e);
        }
    }

    private void refuse(ArrivedImage arrived, String id, MalformedImageException cause) {
        String message = String.valueOf(cause.getMessage());
        RefusedImages.Reason reason = RefusedImages.Reason.of(cause.kind());
        refused.add(domain, id, reason, message);
        arrived.refuse(reason, message);
    }
}
