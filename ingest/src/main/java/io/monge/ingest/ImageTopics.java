package io.monge.ingest;

import reactor.core.publisher.Flux;

/** The way to topics on which images arrive; they belong to the user, not to the catalogue. */
public interface ImageTopics extends AutoCloseable {

    /** For who has images of other kinds only. */
    static ImageTopics none() {
        return new ImageTopics() {
            @Override
            public void require(String topic) {
                throw new IllegalStateException("Images of a topic are not read here: " + topic);
            }

            @Override
            public Flux<ArrivedImage> images(Domain domain, String topic) {
                return Flux.never();
            }

            @Override
            public void close() {}
        };
    }

    /**
     * @throws IllegalStateException one sentence, if there is no such topic
     */
    void require(String topic);

    /**
     * The images of a topic, fetched as they are asked for, shared with all that read for the same
     * domain. The end of a subscription leaves the group.
     */
    Flux<ArrivedImage> images(Domain domain, String topic);

    /** Waits, not for long, until the ended subscriptions have left their groups. */
    @Override
    void close();
}
