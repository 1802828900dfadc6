package io.monge.serving.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.http.Exchange;
import io.monge.runtime.metric.Meters;
import io.monge.runtime.service.Health;
import io.monge.serving.model.ModelSlot;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;

/** Alive, ready, and the numbers for Prometheus. */
final class HealthRoute {

    private final Supplier<Health> health;
    private final ModelSlot slot;
    private final Meters meters;

    HealthRoute(Supplier<Health> health, ModelSlot slot, Meters meters) {
        this.health = health;
        this.slot = slot;
        this.meters = meters;
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
        byte[] text = meters.scrape().getBytes(StandardCharsets.UTF_8);
        return exchange.send(200, Meters.CONTENT_TYPE, text);
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
