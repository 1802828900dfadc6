package io.monge.ingest;

import reactor.core.publisher.Mono;

/** Where patches go. */
public interface PatchSink extends AutoCloseable {

    /** Completes when the patch is safe; fails when it will never be. */
    Mono<Void> send(Patch patch);

    /** Waits for what is under way, then lets go. */
    @Override
    void close();
}
