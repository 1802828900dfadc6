package io.monge.ingest;

import reactor.core.publisher.Flux;

/**
 * The way to images that others send: on topics of theirs, or to a port of ours. What becomes of
 * each is told to it, for it is its own {@link Receipt}.
 *
 * @param <S> which of the sources
 */
public interface Arrivals<S extends SourceSpec> extends AutoCloseable {

    /** For who has images of other kinds only. */
    static <S extends SourceSpec> Arrivals<S> none() {
        return new Arrivals<>() {
            @Override
            public void require(Domain domain, S source) {
                throw new IllegalStateException("Images of this kind are not read here: " + source);
            }

            @Override
            public Flux<ArrivedImage> images(Domain domain, S source) {
                return Flux.never();
            }

            @Override
            public void settle() {}

            @Override
            public void close() {}
        };
    }

    /**
     * Looks before anything is opened.
     *
     * @throws RuntimeException one sentence, if there is no such source or it cannot be used
     */
    void require(Domain domain, S source);

    /**
     * The images of a source, given out as they are asked for. With the end of the subscription
     * nothing more is taken from it.
     */
    Flux<ArrivedImage> images(Domain domain, S source);

    /**
     * Takes nothing new, and lets the images go on that somebody waits for, not for long. Comes
     * while the subscriptions still run.
     */
    void settle();

    /** Waits, not for long, until the ended subscriptions have let go of their sources. */
    @Override
    void close();
}
