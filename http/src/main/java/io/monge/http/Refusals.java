package io.monge.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the problem documents that are sent, by their kind. */
final class Refusals {

    private final MeterRegistry registry;

    Refusals(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The kinds are few and our own words: a client cannot make new ones. */
    void count(Problem problem) {
        Counter.builder("monge.http.refused")
                .description("Requests answered with a problem document, by its type")
                .tag("reason", problem.name())
                .tag("status", String.valueOf(problem.status()))
                .register(registry)
                .increment();
    }
}
