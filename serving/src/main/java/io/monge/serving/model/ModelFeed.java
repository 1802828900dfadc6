package io.monge.serving.model;

import reactor.core.publisher.Flux;

/** Where models come from. */
public interface ModelFeed {

    /** All that is known, then what comes; ends only with an error or by cancellation. */
    Flux<ModelNews> news();

    /**
     * The bytes of a snapshot, whole and verified. Blocks, seconds for a large one.
     *
     * @throws io.monge.schemas.snapshot.CorruptSnapshotException if they are not there or not those
     *     that were published
     */
    byte[] fetch(PublishedModel model);
}
