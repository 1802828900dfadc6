package io.monge.launcher.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The demo's registry, which is a file, for clients that ask over HTTP: as much of Confluent's
 * interface as a serializer, a deserializer and the provisioning of subjects use.
 */
final class RegistryOverHttp implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaRegistryClient registry;
    private final HttpServer server;

    RegistryOverHttp(SchemaRegistryClient registry) throws IOException {
        this.registry = registry;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        try (exchange) {
            byte[] body = JSON.writeValueAsBytes(answer(exchange, path));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (RestClientException e) {
            byte[] body = e.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(e.getStatus(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Object answer(HttpExchange exchange, String... path)
            throws IOException, RestClientException {
        return switch (exchange.getRequestMethod()) {
            case "POST" ->
                    Map.of("id", registry.register(path[2], schema(asked(exchange, "schema"))));
            case "PUT" ->
                    Map.of(
                            "compatibility",
                            registry.updateCompatibility(
                                    path[2], asked(exchange, "compatibility")));
            default -> told(path);
        };
    }

    private Object told(String... path) throws IOException, RestClientException {
        return switch (path[1]) {
            case "subjects" ->
                    path.length == 2 ? registry.getAllSubjects() : registry.getAllVersions(path[2]);
            case "config" -> Map.of("compatibilityLevel", registry.getCompatibility(path[2]));
            default ->
                    Map.of(
                            "schema",
                            registry.getSchemaById(Integer.parseInt(path[3])).canonicalString());
        };
    }

    private static String asked(HttpExchange exchange, String field) throws IOException {
        return JSON.readTree(exchange.getRequestBody()).get(field).asText();
    }

    private static AvroSchema schema(String text) {
        return new AvroSchema(text);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
