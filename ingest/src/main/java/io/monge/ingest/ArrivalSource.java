package io.monge.ingest;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.MalformedImageException;
import reactor.core.publisher.Flux;

/**
 * The images that others send, decoded several at a time. Each is acknowledged when the broker has
 * all its patches, or told why it gives none.
 */
final class ArrivalSource implements ImageSource {

    private final Domain domain;
    private final Flux<ArrivedImage> arrivals;
    private final ImageCodec codec;
    private final RefusedImages refused;
    private final Decoding decoding;

    ArrivalSource(
            Domain domain,
            Flux<ArrivedImage> arrivals,
            ImageCodec codec,
            RefusedImages refused,
            Decoding decoding) {
        this.domain = domain;
        this.arrivals = arrivals;
        this.codec = codec;
        this.refused = refused;
        this.decoding = decoding;
    }

    /** In the order of their arrival; what becomes of each is settled on the feed's thread. */
    @Override
    public Flux<SourceImage> images() {
        return decoding.of(arrivals, this::decode);
    }

    private Decoded decode(ArrivedImage arrived) {
        String id = arrived.id();
        byte[] encoded = arrived.encoded();
        if (!arrived.isAwaited()) { // asked last: until here it held its bytes
            return Decoded.instead(() -> {});
        }
        try {
            return Decoded.shown(new SourceImage(id, 0, codec.decode(encoded), arrived));
        } catch (MalformedImageException e) {
            return Decoded.instead(() -> refuse(arrived, id, e));
        }
    }

    private void refuse(ArrivedImage arrived, String id, MalformedImageException cause) {
        String message = String.valueOf(cause.getMessage());
        RefusedImages.Reason reason = RefusedImages.Reason.of(cause.kind());
        refused.add(domain, id, reason, message);
        arrived.refuse(reason, message);
    }
}
