package io.monge.launcher.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
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
 * interface as a serializer and a deserializer use.
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
        if (exchange.getRequestMethod().equals("POST")) {
            JsonNode asked = JSON.readTree(exchange.getRequestBody());
            AvroSchema schema = new AvroSchema(asked.get("schema").asText());
            return Map.of("id", registry.register(path[2], schema));
        }
        return path[1].equals("subjects")
                ? registry.getAllSubjects()
                : Map.of(
                        "schema",
                        registry.getSchemaById(Integer.parseInt(path[3])).canonicalString());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
