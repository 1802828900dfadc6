package io.monge.ingest;

import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Images decoded side by side and shown in their order; what becomes of each is settled on the
 * feed's own thread.
 *
 * @param feed one thread, from which images are asked for and on which they are settled
 * @param pool for {@link #THREADS} images at a time; of all feeds
 * @param waitingBytes of decoded pixels that wait for their turn, beyond which few images are
 *     decoded ahead ({@link DecodingWindow})
 */
record Decoding(Scheduler feed, Scheduler pool, long waitingBytes) {

    /** Images decoded at a time. */
    static final int THREADS = Runtime.getRuntime().availableProcessors();

    /** Images that are being decoded or wait for their turn, however small they are. */
    static final int MOST = 256;

    private static final long USUAL_BYTES = 64L << 20; // a second of small photographs

    Decoding(Scheduler feed, Scheduler pool) {
        this(feed, pool, USUAL_BYTES);
    }

    /**
     * @param found images not yet decoded; some more than are being decoded are asked for
     * @param decode on a thread of the pool
     */
    <F> Flux<SourceImage> of(Flux<F> found, Function<F, Decoded> decode) {
        return Flux.defer(() -> of(found, decode, new DecodingWindow(THREADS, waitingBytes)));
    }

    private <F> Flux<SourceImage> of(
            Flux<F> found, Function<F, Decoded> decode, DecodingWindow window) {
        // What stands before the window is not decoded yet: a decoder that gets free finds it
        // there.
        return found.concatMap(
                        image -> Mono.<F>create(in -> window.enter(() -> in.success(image))),
                        THREADS)
                .flatMapSequential(
                        image ->
                                Mono.fromCallable(() -> window.decoded(decode.apply(image)))
                                        .subscribeOn(pool),
                        MOST,
                        1)
                .publishOn(feed, 1)
                .handle(
                        (decoded, sink) -> {
                            window.leave(decoded);
                            decoded.settle(sink::next);
                        });
    }
}
