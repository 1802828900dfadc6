package io.monge.serving.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.monge.runtime.service.Health;
import io.monge.serving.model.ModelSlot;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;

/** Alive, ready, and the numbers for Prometheus. */
final class HealthRoute {

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<Health> health;
    private final ModelSlot slot;
    private final PrometheusMeterRegistry registry;

    HealthRoute(Supplier<Health> health, ModelSlot slot, PrometheusMeterRegistry registry) {
        this.health = health;
        this.slot = slot;
        this.registry = registry;
    }

    /** {@code GET /healthz}: 200 as long as a restart would not help. */
    Publisher<Void> alive(Exchange exchange) {
        return send(exchange, health.get().is(Health.State.DOWN) ? 503 : 200);
    }

    /** {@code GET /readyz}: 200 once a model is loaded and warm. */
    Publisher<Void> ready(Exchange exchange) {
        boolean ready = slot.current().isPresent() && !health.get().is(Health.State.DOWN);
        return send(exchange, ready ? 200 : 503);
    }

    /** {@code GET /metrics}. */
    Publisher<Void> metrics(Exchange exchange) {
        return exchange.send(200, PROMETHEUS, registry.scrape().getBytes(StandardCharsets.UTF_8));
    }

    private Publisher<Void> send(Exchange exchange, int status) {
        Health now = health.get();
        ObjectNode node = JsonViews.object();
        node.put("status", now.state().name());
        if (!now.reason().isEmpty()) {
            node.put("reason", now.reason());
        }
        slot.current().ifPresent(model -> node.put("modelVersion", model.version()));
        return exchange.sendJson(status, node);
    }
}
