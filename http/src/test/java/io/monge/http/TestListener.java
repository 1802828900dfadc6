package io.monge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** A small site on a free port, with one route for everything there is to see. */
final class TestListener implements AutoCloseable {

    static final SettingNames NAMES = new SettingNames("test", "test.port (--port)");
    static final int MAX_BODY_BYTES = 100_000;
    static final int LARGE = 32 << 20; // bytes; more than sockets hold

    final MeterRegistry meters = new SimpleMeterRegistry();
    final List<Integer> received = new CopyOnWriteArrayList<>(); // lengths of whole bodies
    private final HttpListener listener;
    private final HttpClient client = HttpClient.newHttpClient();

    TestListener(String token, TlsConfig tls) {
        HttpConfig config =
                new HttpConfig(
                        "127.0.0.1", 0, token, tls, List.of("https://friend.example"), NAMES);
        listener = HttpListener.open(config, site(), meters);
    }

    TestListener() {
        this("", TlsConfig.NONE);
    }

    private Site site() {
        BodyReader bodies = new BodyReader(MAX_BODY_BYTES);
        return new Site(
                List.of(
                        Route.openGet("/open", exchange -> said(exchange, "open")),
                        Route.get(
                                "/things/{name}",
                                exchange -> said(exchange, exchange.path().get("name"))),
                        Route.openGet(
                                "/asked",
                                exchange -> said(exchange, exchange.query("for").orElse(""))),
                        Route.post("/change", exchange -> said(exchange, "changed")),
                        Route.post(
                                "/image",
                                exchange -> {
                                    BodyReader.requireImage(exchange);
                                    return bodies.read(exchange)
                                            .doOnNext(body -> received.add(body.length))
                                            .flatMap(
                                                    body ->
                                                            exchange.sendJson(
                                                                    200, json(body.length + "")));
                                }),
                        Route.openGet(
                                "/large",
                                exchange -> exchange.send(200, "image/png", new byte[LARGE])),
                        Route.openGet("/stream", TestListener::stream),
                        Route.get(
                                "/document",
                                Document.of(TestListener.class, "page.txt", "text/plain")),
                        Route.get(
                                "/broken",
                                exchange -> {
                                    throw new IllegalStateException("the secret of the house");
                                })),
                Problems::of,
                Site.NO_PAGES);
    }

    private static Publisher<Void> stream(Exchange exchange) {
        Flux<String> endless = Flux.concat(Flux.just("data: first\n\n"), Flux.never());
        return exchange.response()
                .sse()
                .sendString(endless.takeUntilOther(exchange.closing()))
                .then();
    }

    private static Publisher<Void> said(Exchange exchange, String what) {
        return exchange.sendJson(200, json(what));
    }

    private static JsonNode json(String said) {
        return JsonNodeFactory.instance.objectNode().put("said", said);
    }

    int port() {
        return listener.port();
    }

    HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return send(request(path, headers).GET());
    }

    HttpResponse<byte[]> post(String path, byte[] body, String... headers) throws Exception {
        return send(request(path, headers).POST(BodyPublishers.ofByteArray(body)));
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                        .timeout(Duration.ofSeconds(30));
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    static String said(HttpResponse<byte[]> response) throws Exception {
        return new ObjectMapper().readTree(response.body()).path("said").asText();
    }

    static void assertProblem(
            HttpResponse<byte[]> response, int status, String name, String inDetail)
            throws Exception {
        JsonNode problem = new ObjectMapper().readTree(response.body());
        assertThat(response.statusCode()).as(problem.toString()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("type").asText()).isEqualTo("urn:monge:problem:" + name);
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).contains(inDetail);
    }

    @Override
    public void close() {
        listener.close();
    }
}
