package io.monge.ingest;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an image turned out to be.
 *
 * @param image if it is one that can be shown
 * @param settling what is to be done in its turn, on the feed's thread
 */
record Decoded(Optional<SourceImage> image, Runnable settling) {

    static Decoded shown(SourceImage image) {
        return new Decoded(Optional.of(image), () -> {});
    }

    /** One that is not shown, for which this is done instead. */
    static Decoded instead(Runnable settling) {
        return new Decoded(Optional.empty(), settling);
    }

    /** Of its pixels. */
    long bytes() {
        return image.map(shown -> (long) shown.image().pixels().length).orElse(0L);
    }

    void settle(Consumer<SourceImage> show) {
        settling.run();
        image.ifPresent(show);
    }
}
