package io.monge.serving.dashboard;

import java.time.Instant;
import java.util.Comparator;

/**
 * What tells a window from the others of its metric and length: of several servers, or of the two
 * versions around a swap, windows begin at the same time.
 */
record Place(Instant start, String source, long modelVersion) implements Comparable<Place> {

    private static final long NO_VERSION = -1;

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::start)
                    .thenComparing(Place::source)
                    .thenComparing(Place::modelVersion);

    static Place of(Window window) {
        return new Place(window.start(), window.source(), window.modelVersion().orElse(NO_VERSION));
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
