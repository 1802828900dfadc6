package io.monge.ingest;

import reactor.core.publisher.Flux;

/** Where images come from. */
@FunctionalInterface
interface ImageSource {

    /**
     * The images, made or decoded one by one and only when asked for.
     *
     * <p>Works on whichever thread asks; an image that cannot be read is counted and skipped, never
     * an error.
     */
    Flux<SourceImage> images();

    /** Told, on the same thread, when nothing is left to be cut from the last image. */
    default void finish() {}
}
