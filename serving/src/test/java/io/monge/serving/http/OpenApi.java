package io.monge.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What openapi.yaml promises, held against what is really answered: the status, the media type, our
 * own headers, and every field of a JSON body. A field that is not described is as wrong as one
 * that is missing.
 */
final class OpenApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Any route may answer these; the document says so once, in words. */
    private static final Set<Integer> ANYWHERE = Set.of(405, 500);

    private final JsonNode document;

    private OpenApi(JsonNode document) {
        this.document = document;
    }

    static OpenApi read() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/web/openapi.yaml")) {
            return new OpenApi(new YAMLMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @throws AssertionError if the document does not promise this answer
     */
    void check(HttpResponse<byte[]> response) {
        String method = response.request().method().toLowerCase(Locale.ROOT);
        String path = response.request().uri().getPath();
        Optional<JsonNode> operation = path(path).map(it -> it.path(method));
        if (operation.isEmpty() || ANYWHERE.contains(response.statusCode())) {
            boolean unknown = operation.isEmpty() && !path.startsWith("/assets/");
            assertThat(response.statusCode()).as(path).isGreaterThanOrEqualTo(unknown ? 404 : 200);
            return;
        }
        String what = "%s %s %d".formatted(method, path, response.statusCode());
        JsonNode promised =
                resolved(
                        operation
                                .get()
                                .path("responses")
                                .path(String.valueOf(response.statusCode())));
        assertThat(promised.isMissingNode()).as(what + " is not described").isFalse();
        checkHeaders(what, promised, response);
        checkBody(what, promised.path("content"), response);
    }

    /**
     * @throws AssertionError if this is none of the schema's
     */
    void check(String schema, String json) {
        checkValue(schema, document.path("components").path("schemas").path(schema), tree(json));
    }

    private Optional<JsonNode> path(String path) {
        JsonNode paths = document.path("paths");
        return StreamSupport.stream(((Iterable<String>) paths::fieldNames).spliterator(), false)
                .filter(template -> path.matches(template.replaceAll("\\{\\w+}", "[^/]+")))
                .min((one, other) -> Boolean.compare(one.contains("{"), other.contains("{")))
                .map(paths::path);
    }

    private static void checkHeaders(
            String what, JsonNode promised, HttpResponse<byte[]> response) {
        for (String name : response.headers().map().keySet()) {
            boolean own = name.startsWith("x-model") || name.matches("x-\\w+-millis|retry-after");
            boolean described =
                    StreamSupport.stream(
                                    ((Iterable<String>) promised.path("headers")::fieldNames)
                                            .spliterator(),
                                    false)
                            .anyMatch(name::equalsIgnoreCase);
            assertThat(described || !own).as(what + ", header " + name).isTrue();
        }
    }

    private void checkBody(String what, JsonNode content, HttpResponse<byte[]> response) {
        if (response.body().length == 0) {
            assertThat(content).as(what + " has no body").isEmpty();
            return;
        }
        String type = response.headers().firstValue("Content-Type").orElse("").split(";")[0];
        assertThat(content.has(type)).as(what + ", " + type).isTrue();
        if (type.endsWith("json")) {
            JsonNode body = tree(new String(response.body()));
            checkValue(what, content.path(type).path("schema"), body);
        }
    }

    private void checkValue(String where, JsonNode stated, JsonNode value) {
        JsonNode schema = resolved(stated);
        if (schema.has("type")) {
            List<String> types =
                    schema.path("type").isArray()
                            ? List.of("number", "null")
                            : List.of(schema.path("type").asText());
            assertThat(types).as(where + " = " + value).anyMatch(type -> isOf(type, value));
        }
        if (schema.has("enum")) {
            assertThat(schema.path("enum")).as(where).contains(value);
        }
        if ("date-time".equals(schema.path("format").asText())) {
            assertThat(Instant.parse(value.asText())).as(where).isNotNull();
        }
        value.elements()
                .forEachRemaining(
                        element -> {
                            if (value.isArray()) {
                                checkValue(where + "[]", schema.path("items"), element);
                            }
                        });
        if (value.isObject()) {
            checkFields(where, schema, value);
        }
    }

    private void checkFields(String where, JsonNode schema, JsonNode value) {
        for (JsonNode part : parts(schema)) {
            for (JsonNode name : part.path("required")) {
                assertThat(value.has(name.asText())).as(where + " lacks " + name).isTrue();
            }
        }
        boolean open = parts(schema).stream().noneMatch(part -> part.has("properties"));
        JsonNode others = schema.path("additionalProperties");
        for (var field : value.properties()) {
            String name = where + "." + field.getKey();
            Optional<JsonNode> described =
                    parts(schema).stream()
                            .map(part -> part.path("properties").path(field.getKey()))
                            .filter(it -> !it.isMissingNode())
                            .findFirst();
            assertThat(described.isPresent() || open).as(name + " is not described").isTrue();
            described
                    .or(() -> Optional.of(others))
                    .ifPresent(it -> checkValue(name, it, field.getValue()));
        }
    }

    /** Of {@code allOf} each; else the schema itself. */
    private List<JsonNode> parts(JsonNode schema) {
        return schema.has("allOf")
                ? StreamSupport.stream(schema.path("allOf").spliterator(), false)
                        .map(this::resolved)
                        .toList()
                : List.of(schema);
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new IllegalArgumentException(type);
        };
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
