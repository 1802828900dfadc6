package io.monge.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A request on its way to an answer.
 *
 * @param path values of the route's variables
 */
record Exchange(HttpServerRequest request, HttpServerResponse response, Map<String, String> path) {

    static final String JSON = "application/json";

    /** First value of a query parameter. */
    Optional<String> query(String name) {
        List<String> values =
                new QueryStringDecoder(request.uri()).parameters().getOrDefault(name, List.of());
        return values.stream().findFirst();
    }

    /** Value of a header, if it was sent. */
    Optional<String> header(CharSequence name) {
        return Optional.ofNullable(request.requestHeaders().get(name));
    }

    Mono<Void> sendJson(int status, JsonNode body) {
        response.header(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return send(status, JSON, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The whole answer; to HEAD its headers alone. */
    Mono<Void> send(int status, String mediaType, byte[] body) {
        response.status(status)
                .header(HttpHeaderNames.CONTENT_TYPE, mediaType)
                .header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(body.length));
        if (request.method().equals(HttpMethod.HEAD)) {
            return response.send();
        }
        return response.sendByteArray(Mono.just(body)).then();
    }
}
