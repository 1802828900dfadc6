package io.monge.runtime.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.monge.runtime.metric.Meters;
import io.monge.runtime.service.Health.State;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells supervisors how a process does: {@code GET /healthz} is 200 as long as no service is down,
 * {@code GET /readyz} once every service does all of its work. The body names the services; {@code
 * GET /metrics} gives the process's numbers to Prometheus. For loopback or a private network: it
 * asks for no token.
 */
public final class HealthEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthEndpoint.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int THREADS = 2; // one slow client does not keep the next from its answer

    private final Supplier<Map<String, Health>> health;
    private final Meters meters;
    private final HttpServer server;
    private final ExecutorService threads;

    private HealthEndpoint(Supplier<Map<String, Health>> health, Meters meters, HttpServer server) {
        this.health = health;
        this.meters = meters;
        this.server = server;
        this.threads =
                Executors.newFixedThreadPool(
                        THREADS,
                        work -> {
                            Thread thread = new Thread(work, "health");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Binds and answers from now on; empty if the configuration wants none.
     *
     * @param health of every service by name, such as {@link ServiceRunner#health}
     * @param meters of the process; stay the caller's
     * @throws IllegalStateException if the address cannot be bound, saying why
     */
    public static Optional<HealthEndpoint> open(
            HealthConfig config, Supplier<Map<String, Health>> health, Meters meters) {
        if (config.isOff()) {
            return Optional.empty();
        }
        HealthEndpoint endpoint = new HealthEndpoint(health, meters, bind(config));
        endpoint.start();
        LOG.info("health on http://{}:{}/readyz", config.host(), endpoint.port());
        return Optional.of(endpoint);
    }

    /** The port that is bound, also where the configuration left the choice to the system. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private static HttpServer bind(HealthConfig config) {
        InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
        if (address.isUnresolved()) {
            throw refused(config, "there is no such host", new UnknownHostException(config.host()));
        }
        try {
            return HttpServer.create(address, 0);
        } catch (IOException e) {
            throw refused(config, String.valueOf(e.getMessage()), e);
        }
    }

    private static RuntimeException refused(HealthConfig config, String why, IOException cause) {
        return new IllegalStateException(
                "Cannot answer for health on %s:%d: %s. Choose another address with health.host and health.port (-1 for none)."
                        .formatted(config.host(), config.port(), why),
                cause);
    }

    private void start() {
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            Map<String, Health> now = health.get();
            switch (exchange.getRequestURI().getPath()) {
                case "/healthz" -> send(exchange, isAlive(now.values()), now);
                case "/readyz" -> send(exchange, isReady(now.values()), now);
                case "/metrics" ->
                        send(
                                exchange,
                                200,
                                Meters.CONTENT_TYPE,
                                meters.scrape().getBytes(StandardCharsets.UTF_8));
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static boolean isAlive(Collection<Health> services) {
        return services.stream().noneMatch(health -> health.is(State.DOWN));
    }

    private static boolean isReady(Collection<Health> services) {
        return services.stream()
                .allMatch(health -> health.is(State.UP) || health.is(State.FINISHED));
    }

    private static void send(HttpExchange exchange, boolean well, Map<String, Health> services)
            throws IOException {
        ObjectNode body = JSON.createObjectNode();
        services.forEach((name, health) -> describe(body.putObject(name), health));
        send(exchange, well ? 200 : 503, "application/json", JSON.writeValueAsBytes(body));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        boolean bodyless = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodyless ? -1 : bytes.length);
        if (!bodyless) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void describe(ObjectNode node, Health health) {
        node.put("status", health.state().name());
        if (!health.reason().isEmpty()) {
            node.put("reason", health.reason());
        }
    }
}
