package io.monge.http;

import org.reactivestreams.Publisher;

/** Answers the requests of one route, on an event loop: never blocks. */
@FunctionalInterface
public interface Endpoint {

    /**
     * The answer; completes when it has been written. Errors, thrown or signalled, become problem
     * documents.
     */
    Publisher<Void> answer(Exchange exchange);
}
