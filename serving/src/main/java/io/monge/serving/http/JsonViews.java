package io.monge.serving.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.monge.runtime.metric.Metric;
import io.monge.serving.dashboard.AlarmNote;
import io.monge.serving.dashboard.ServerStatus;
import io.monge.serving.dashboard.Window;
import io.monge.serving.model.PublishedModel;
import io.monge.serving.model.ServedModel;
import java.util.List;
import java.util.Map;

/**
 * Our records as JSON, as openapi.yaml describes it: absent values are left out, times are ISO
 * 8601, numbers that are not finite are null.
 */
final class JsonViews {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonViews() {}

    static ObjectNode window(Window window) {
        ObjectNode node = object();
        node.put("metric", window.metric());
        node.put("source", window.source());
        node.put("unit", window.unit());
        window.modelVersion().ifPresent(version -> node.put("modelVersion", version));
        node.put("start", window.start().toString());
        node.put("end", window.end().toString());
        node.put("count", window.count());
        number(node, "mean", window.mean());
        number(node, "stddev", window.stddev());
        number(node, "min", window.min());
        number(node, "max", window.max());
        number(node, "p50", window.p50());
        number(node, "p95", window.p95());
        number(node, "p99", window.p99());
        number(node, "last", window.last());
        return node;
    }

    /** One of the past, of which it matters whether it may still change. */
    static ObjectNode past(Window window) {
        return window(window).put("closed", window.closed());
    }

    static ObjectNode metric(Metric metric) {
        return object().put("metric", metric.id())
                .put("unit", metric.unit())
                .put("description", metric.description());
    }

    static ObjectNode windows(List<Window> windows) {
        ObjectNode node = object();
        ArrayNode array = node.putArray("windows");
        windows.forEach(window -> array.add(window(window)));
        return node;
    }

    static ObjectNode alarm(AlarmNote note) {
        ObjectNode node = object();
        node.put("alarm", note.alarm());
        node.put("metric", note.metric());
        node.put("source", note.source());
        node.put("state", note.firing() ? "FIRING" : "RESOLVED");
        node.put("text", note.text());
        note.value().ifPresent(value -> number(node, "value", value));
        node.put("since", note.since().toString());
        return node;
    }

    static ObjectNode status(ServerStatus status) {
        ObjectNode node = object();
        node.put("at", status.at().toString());
        status.served()
                .ifPresent(
                        model -> {
                            node.put("servedVersion", model.version());
                            node.put("servedSince", model.servedSince().toString());
                        });
        status.newestVersion().ifPresent(version -> node.put("latestVersion", version));
        node.putObject("queue")
                .put("requests", status.queue().requests())
                .put("pixels", status.queue().pixels())
                .put("capacityPixels", status.queue().capacityPixels());
        node.putObject("memory")
                .put("residentBytes", status.use().resident())
                .put("heapUsedBytes", status.use().heapUsed());
        return node;
    }

    static ObjectNode served(ServedModel model) {
        ObjectNode node = published(model.published());
        node.put("promotedBy", model.promotion().by().name());
        node.put("promotionReason", model.promotion().reason());
        node.put("promotedAt", model.promotion().promotedAt().toString());
        node.put("servedSince", model.servedSince().toString());
        return node;
    }

    static ObjectNode published(PublishedModel model) {
        ObjectNode node = object();
        node.put("model", model.model());
        node.put("version", model.version());
        node.put("iteration", model.origin().iteration());
        if (!model.origin().training().isEmpty()) {
            node.put("training", model.origin().training());
        }
        model.parent().ifPresent(parent -> node.put("parent", parent));
        model.origin().parentSha256().ifPresent(hash -> node.put("parentSha256", hash));
        offsets(node.putArray("lrOffsets"), model.origin().seen().lr());
        offsets(node.putArray("hrOffsets"), model.origin().seen().hr());
        ArrayNode reanchors = node.putArray("reanchors");
        model.origin().reanchors().forEach(reanchors::add);
        node.put("scale", model.scale());
        node.set("map", parsed(model.map()));
        node.put("solver", model.solver());
        node.put("configHash", model.configHash());
        node.put("gitCommit", model.gitCommit());
        node.put("bytes", model.location().byteLength());
        node.put("sha256", model.location().sha256());
        node.put("publishedAt", model.publishedAt().toString());
        ObjectNode scores = node.putObject("scores");
        model.scores().forEach((metric, value) -> number(scores, metric, value));
        return node;
    }

    private static void offsets(ArrayNode array, Map<Integer, Long> offsets) {
        offsets.forEach(
                (partition, offset) ->
                        array.addObject().put("partition", partition).put("offset", offset));
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(json); // of a trainer with another notation: shown as it is
        }
    }

    private static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
