package io.monge.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.monge.http.trace.Trace;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A request on its way to an answer.
 *
 * @param path values of the route's variables
 * @param trace that it belongs to
 * @param closing completes when the listener closes: what has no end of its own ends then
 */
public record Exchange(
        HttpServerRequest request,
        HttpServerResponse response,
        Map<String, String> path,
        Trace trace,
        Mono<Void> closing) {

    private static final String JSON = "application/json";

    /** What is asked for, without the query; as it was sent if it is not spelt as a path. */
    String place() {
        try {
            return request.fullPath();
        } catch (IllegalArgumentException malformed) {
            return new QueryStringDecoder(request.uri()).rawPath();
        }
    }

    /**
     * First value of a query parameter.
     *
     * @throws RefusedException 400 if the query is not spelt as one
     */
    public Optional<String> query(String name) {
        try {
            Map<String, List<String>> all = new QueryStringDecoder(request.uri()).parameters();
            return all.getOrDefault(name, List.of()).stream().findFirst();
        } catch (IllegalArgumentException malformed) {
            throw RefusedException.badRequest(
                    "The query is no query: %s.".formatted(malformed.getMessage()));
        }
    }

    /** Value of a header, if it was sent. */
    public Optional<String> header(CharSequence name) {
        return Optional.ofNullable(request.requestHeaders().get(name));
    }

    /** A header whose value is a list, which may come in several lines; empty without it. */
    public String list(CharSequence name) {
        return String.join(",", request.requestHeaders().getAll(name));
    }

    /** The whole answer, which nobody keeps. */
    public Mono<Void> sendJson(int status, JsonNode body) {
        response.header(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return send(status, JSON, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The whole answer; to HEAD its headers alone. */
    public Mono<Void> send(int status, String mediaType, byte[] body) {
        response.status(status)
                .header(HttpHeaderNames.CONTENT_TYPE, mediaType)
                .header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(body.length));
        boolean headersAlone = request.method().equals(HttpMethod.HEAD);
        return onEventLoop(
                headersAlone ? response.send() : response.sendByteArray(Mono.just(body)).then());
    }

    /**
     * Writes from the connection's own thread. Reactor Netty 1.3.7 otherwise sometimes forgets to
     * read on: a client that reuses its connection at once is never answered again.
     */
    private Mono<Void> onEventLoop(Publisher<Void> answer) {
        return Mono.from(answer).subscribeOn(Schedulers.fromExecutor(loop()));
    }

    private Executor loop() {
        AtomicReference<Executor> loop = new AtomicReference<>(Runnable::run);
        response.withConnection(connection -> loop.set(connection.channel().eventLoop()));
        return loop.get();
    }
}
