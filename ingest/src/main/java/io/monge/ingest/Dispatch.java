package io.monge.ingest;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** How patches get where they are safe. */
@FunctionalInterface
interface Dispatch {

    /**
     * Patches of {@link #each} handed over and not yet safe; enough to fill a producer's batches.
     */
    int IN_FLIGHT = 128;

    /** Of the records of a batch ({@link FeedConfig#recordBytes}); two of them are in memory. */
    int BATCH_BYTES = 8 << 20;

    /** What a crash throws back, and a reader waits for. */
    Duration BATCH_TIME = Duration.ofMillis(250);

    /**
     * Sends the patches, asking for no more than are taken; gives those that are safe.
     *
     * @param stop ends it: what is on its way then still gets there
     */
    Flux<Patch> safe(Flux<Patch> patches, Mono<Void> stop);

    /** Each on its own, several at a time. */
    static Dispatch each(PatchSink sink) {
        return (patches, stop) ->
                patches.takeUntilOther(stop)
                        .flatMap(patch -> sink.send(patch).thenReturn(patch), IN_FLIGHT);
    }

    /** In batches, each together with how far the folder has been read. */
    static Dispatch logged(ReadingLog log, Reading reading, FeedConfig feed) {
        int most = (int) Math.max(1, BATCH_BYTES / feed.recordBytes());
        return (patches, stop) -> {
            // Set before the stop is heard: what waits for its turn then never comes.
            AtomicBoolean stopped = new AtomicBoolean();
            Mono<Patch> end =
                    Mono.defer(
                            () ->
                                    reading.isFinished() && !stopped.get()
                                            ? log.endPass(reading.pass()).then(Mono.empty())
                                            : Mono.empty());
            Mono<Void> stopping = stop.doOnTerminate(() -> stopped.set(true));
            return batches(patches.takeUntilOther(stopping), most)
                    .concatMap(batch -> log.append(batch).thenReturn(batch), 1)
                    .concatMapIterable((List<Patch> batch) -> batch)
                    .concatWith(end);
        };
    }

    /**
     * In batches of whole images, each together with the fact that they were read. Of an image that
     * is being cut when it is stopped nothing is sent; one that is cut short by the feed's limit is
     * done with what it gave.
     *
     * @param reader of the topic, let go when all is safe
     */
    static Dispatch whole(ArrivalLog log, FeedConfig feed, Disposable reader) {
        long image = feed.recordBytes() * feed.patchesPerImage();
        int most = (int) Math.max(1, BATCH_BYTES / image);
        return (patches, stop) ->
                batches(
                                patches.bufferUntil(patch -> patch.share().isLast())
                                        .takeUntilOther(stop),
                                most)
                        .map(images -> images.stream().flatMap(List::stream).toList())
                        .concatMap(log::append, 1)
                        .concatMapIterable((List<Patch> safe) -> safe)
                        .doFinally(end -> reader.dispose());
    }

    private static <T> Flux<List<T>> batches(Flux<T> elements, int most) {
        // The clock is another thread's: the feed's own may be decoding.
        return elements.bufferTimeout(most, BATCH_TIME, Schedulers.parallel(), true);
    }
}
