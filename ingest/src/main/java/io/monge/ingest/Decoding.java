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
 */
record Decoding(Scheduler feed, Scheduler pool) {

    /** Images decoded at a time. */
    static final int THREADS = Runtime.getRuntime().availableProcessors();

    /**
     * @param found images not yet decoded
     * @param window images that are asked for and not yet shown
     * @param decode on a thread of the pool
     */
    <F> Flux<SourceImage> of(Flux<F> found, int window, Function<F, Decoded> decode) {
        return found.flatMapSequential(
                        image -> Mono.fromCallable(() -> decode.apply(image)).subscribeOn(pool),
                        window,
                        1)
                .publishOn(feed, 1)
                .handle((decoded, sink) -> decoded.settle(sink::next));
    }
}
