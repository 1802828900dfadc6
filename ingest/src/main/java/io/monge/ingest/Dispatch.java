package io.monge.ingest;

import java.time.Duration;
import java.util.List;
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

    /** Of a batch; two of them are in memory. */
    int BATCH_BYTES = 8 << 20;

    /** What a crash throws back, and a reader waits for. */
    Duration BATCH_TIME = Duration.ofMillis(250);

    /** Sends the patches, asking for no more than are taken; gives those that are safe. */
    Flux<Patch> safe(Flux<Patch> patches);

    /** Each on its own, several at a time. */
    static Dispatch each(PatchSink sink) {
        return patches -> patches.flatMap(patch -> sink.send(patch).thenReturn(patch), IN_FLIGHT);
    }

    /**
     * In batches, each together with how far the folder has been read.
     *
     * @param patch side, px
     */
    static Dispatch logged(ReadingLog log, Reading reading, int patch) {
        int most = Math.max(1, BATCH_BYTES / (3 * patch * patch));
        Mono<Patch> end =
                Mono.defer(
                        () ->
                                reading.isFinished()
                                        ? log.endPass(reading.pass()).then(Mono.empty())
                                        : Mono.empty());
        return patches ->
                // The clock is another thread's: the feed's own may be decoding.
                patches.bufferTimeout(most, BATCH_TIME, Schedulers.parallel(), true)
                        .concatMap(batch -> log.append(batch).thenReturn(batch), 1)
                        .concatMapIterable((List<Patch> batch) -> batch)
                        .concatWith(end);
    }
}
