package io.monge.serving.model;

import reactor.core.publisher.Mono;

/** Writes promotions: every server of the model follows them, this one like the others. */
@FunctionalInterface
public interface Promoter {

    /** The promotion, once the broker has it. */
    Mono<Promotion> promote(PublishedModel model, Promotion.By by, String reason);
}
