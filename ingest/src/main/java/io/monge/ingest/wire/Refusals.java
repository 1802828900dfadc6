package io.monge.ingest.wire;

import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.Delivery;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * The dead letters of one domain that are being written: the offset of a later image must not be
 * committed before them, or a crash would lose them. Thread-safe.
 */
final class Refusals {

    private final DeadLetters deadLetters;
    private final Set<Mono<Void>> open = ConcurrentHashMap.newKeySet();

    Refusals(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    void refuse(Delivery<?> delivery, String reason) {
        Mono<Void> written = deadLetters.refuse(delivery, reason);
        open.add(written);
        // One that cannot be written stays: nothing behind it may be taken for read.
        written.subscribe(nothing -> {}, problem -> {}, () -> open.remove(written));
    }

    /**
     * Completes when all of the images that were refused so far are written; fails if one cannot.
     */
    Mono<Void> written() {
        return Mono.defer(() -> Mono.when(List.copyOf(open)));
    }
}
