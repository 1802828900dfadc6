package io.monge.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A log that outlives the feeds that write to it, as a topic does. */
final class MemoryLog implements ReadingLog {

    private final Function<Patch, Mono<Void>> sink;
    private final List<Consumer<Visitor>> told = new ArrayList<>();

    /**
     * @param sink takes every patch of a batch, in order; the batch is safe if none fails
     */
    MemoryLog(Function<Patch, Mono<Void>> sink) {
        this.sink = sink;
    }

    @Override
    public synchronized void resume(Visitor visitor) {
        told.forEach(event -> event.accept(visitor));
    }

    @Override
    public Mono<Void> append(List<Patch> patches) {
        return Flux.fromIterable(patches)
                .concatMap(sink)
                .then(Mono.fromRunnable(() -> patches.forEach(this::keep)));
    }

    @Override
    public Mono<Void> endPass(long pass) {
        return Mono.fromRunnable(() -> tell(visitor -> visitor.passEnded(pass)));
    }

    @Override
    public void close() {}

    private void keep(Patch patch) {
        tell(visitor -> visitor.image(patch.reached().orElseThrow()));
    }

    private synchronized void tell(Consumer<Visitor> event) {
        told.add(event);
    }
}
