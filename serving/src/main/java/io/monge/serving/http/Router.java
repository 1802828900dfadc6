package io.monge.serving.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** From a request to its route: guards, protective headers, 404, 405, and problem documents. */
final class Router implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private static final Map<String, String> PROTECTIVE_HEADERS =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
                            + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                            + " frame-ancestors 'none'",
                    "X-Frame-Options",
                    "DENY",
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "no-referrer",
                    "Cross-Origin-Resource-Policy",
                    "same-origin",
                    "Cross-Origin-Opener-Policy",
                    "same-origin");

    private final List<Route> routes;
    private final AccessGuard guard;

    Router(List<Route> routes, AccessGuard guard) {
        this.routes = routes;
        this.guard = guard;
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        PROTECTIVE_HEADERS.forEach(response::header);
        Exchange exchange = new Exchange(request, response, Map.of());
        return Mono.defer(() -> Mono.from(route(exchange)))
                .onErrorResume(cause -> refuse(exchange, cause));
    }

    private Publisher<Void> route(Exchange exchange) {
        String path = exchange.request().fullPath();
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(path);
            if (variables.isPresent() && route.allows(exchange.request().method())) {
                guard.check(exchange, route);
                return route.endpoint()
                        .answer(
                                new Exchange(
                                        exchange.request(), exchange.response(), variables.get()));
            }
        }
        throw unrouted(exchange, path);
    }

    private RefusedException unrouted(Exchange exchange, String path) {
        String allowed =
                routes.stream()
                        .filter(route -> route.match(path).isPresent())
                        .flatMap(Router::methods)
                        .distinct()
                        .collect(Collectors.joining(", "));
        if (allowed.isEmpty()) {
            return new RefusedException(
                    Problem.of(
                            404,
                            "not-found",
                            "Not found",
                            "There is nothing here. The routes are listed in /openapi.yaml."));
        }
        return new RefusedException(
                new Problem(
                        405,
                        "method-not-allowed",
                        "Method not allowed",
                        "%s is not answered here; use %s."
                                .formatted(exchange.request().method(), allowed),
                        Map.of("Allow", allowed)));
    }

    private static Stream<String> methods(Route route) {
        String name = route.method().name();
        return "GET".equals(name) ? Stream.of("GET", "HEAD") : Stream.of(name);
    }

    private static Mono<Void> refuse(Exchange exchange, Throwable cause) {
        if (exchange.header(HttpHeaderNames.EXPECT).isPresent()) {
            // The client may never send the body it announced: the connection is of no more use.
            exchange.response().keepAlive(false);
        }
        return Problems.send(exchange, cause);
    }
}
