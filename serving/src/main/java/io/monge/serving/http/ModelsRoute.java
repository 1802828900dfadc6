package io.monge.serving.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.http.Exchange;
import io.monge.http.Problem;
import io.monge.http.RefusedException;
import io.monge.serving.model.ModelCatalogue;
import io.monge.serving.model.ModelSlot;
import io.monge.serving.model.Promoter;
import io.monge.serving.model.Promotion;
import io.monge.serving.model.PublishedModel;
import io.monge.serving.upscale.UnavailableException;
import java.util.OptionalLong;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Lineage of the snapshots, what is served, and the two ways for a person to change it. */
final class ModelsRoute {

    private final ModelCatalogue catalogue;
    private final ModelSlot slot;
    private final Promoter promoter;

    ModelsRoute(ModelCatalogue catalogue, ModelSlot slot, Promoter promoter) {
        this.catalogue = catalogue;
        this.slot = slot;
        this.promoter = promoter;
    }

    /** {@code GET /api/v1/models}. */
    Publisher<Void> list(Exchange exchange) {
        ObjectNode node = JsonViews.object();
        slot.current().ifPresent(model -> node.put("served", model.version()));
        ArrayNode models = node.putArray("models");
        catalogue.models().forEach(model -> models.add(JsonViews.published(model)));
        ArrayNode promotions = node.putArray("promotions");
        catalogue.promotions().forEach(promotion -> promotions.add(promoted(promotion)));
        return exchange.sendJson(200, node);
    }

    /** {@code GET /api/v1/models/current}. */
    Publisher<Void> current(Exchange exchange) {
        return exchange.sendJson(
                200, JsonViews.served(slot.current().orElseThrow(UnavailableException::noModel)));
    }

    /** {@code POST /api/v1/models/{version}/promote}. */
    Publisher<Void> promote(Exchange exchange) {
        PublishedModel model = find(exchange.path().getOrDefault("version", ""));
        return publish(exchange, model, Promotion.By.OPERATOR, "promoted over HTTP");
    }

    /** {@code POST /api/v1/models/rollback}. */
    Publisher<Void> rollback(Exchange exchange) {
        OptionalLong target = catalogue.rollbackTarget();
        PublishedModel model =
                target.stream()
                        .mapToObj(version -> find(String.valueOf(version)))
                        .findFirst()
                        .orElseThrow(ModelsRoute::nothingBefore);
        return publish(exchange, model, Promotion.By.ROLLBACK, "rolled back over HTTP");
    }

    private Mono<Void> publish(
            Exchange exchange, PublishedModel model, Promotion.By by, String reason) {
        return promoter.promote(model, by, reason)
                .flatMap(promotion -> exchange.sendJson(202, accepted(promotion)));
    }

    private PublishedModel find(String version) {
        if (!version.matches("\\d{1,18}")) {
            throw RefusedException.badRequest(
                    "The version is '%s'; it must be a whole number.".formatted(version));
        }
        return catalogue
                .find(Long.parseLong(version))
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        Problem.of(
                                                404,
                                                "unknown-version",
                                                "Unknown version",
                                                "There is no snapshot of version %s, or no longer."
                                                                .formatted(version)
                                                        + " GET /api/v1/models lists those there"
                                                        + " are.")));
    }

    private static RefusedException nothingBefore() {
        return new RefusedException(
                Problem.of(
                        404,
                        "nothing-to-roll-back-to",
                        "Nothing to roll back to",
                        "No older snapshot is kept. GET /api/v1/models lists those there are."));
    }

    private static ObjectNode promoted(Promotion promotion) {
        return accepted(promotion).put("reason", promotion.reason());
    }

    private static ObjectNode accepted(Promotion promotion) {
        return JsonViews.object()
                .put("model", promotion.model())
                .put("version", promotion.version())
                .put("promotedBy", promotion.by().name())
                .put("promotedAt", promotion.promotedAt().toString());
    }
}
