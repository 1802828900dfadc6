package io.monge.ingest;

import reactor.core.publisher.Mono;

/** Where patches go. */
public interface PatchSink extends AutoCloseable {

    /** Completes when the patch is safe; fails when it will never be. */
    Mono<Void> send(Patch patch);

    /**
     * The way of the patches of one folder, which is closed by who opened it.
     *
     * @param reading what the folder's reading is called, for ever the same; unique within a domain
     */
    ReadingLog log(Domain domain, String reading);

    /**
     * The way of the patches of images that arrive on a topic, which is closed by who opened it.
     */
    ArrivalLog arrivals(Domain domain);

    /** Waits for what is under way, then lets go. */
    @Override
    void close();
}
