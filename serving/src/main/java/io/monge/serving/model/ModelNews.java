package io.monge.serving.model;

/** What the model topics tell. */
public sealed interface ModelNews {

    /** A snapshot can be fetched. */
    record Published(PublishedModel model) implements ModelNews {}

    /** A version is to be served. */
    record Promoted(Promotion promotion) implements ModelNews {}

    /** Everything that was decided before this start has been told. */
    record CaughtUp() implements ModelNews {}
}
