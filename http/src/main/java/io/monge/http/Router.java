package io.monge.http;

import io.monge.http.trace.Trace;
import io.monge.http.trace.Traces;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** From a request to its route: guards, protective headers, 404, 405, and problem documents. */
final class Router implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private static final Map<String, String> PROTECTIVE_HEADERS =
            Map.of(
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

    private final Site site;
    private final AccessGuard guard;
    private final Traces traces;
    private final Refusals refusals;
    private final Mono<Void> closing;

    /**
     * @param closing completes when the listener closes
     */
    Router(Site site, AccessGuard guard, Traces traces, Refusals refusals, Mono<Void> closing) {
        this.site = site;
        this.guard = guard;
        this.traces = traces;
        this.refusals = refusals;
        this.closing = closing;
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        PROTECTIVE_HEADERS.forEach(response::header);
        response.header("Content-Security-Policy", site.contentPolicy());
        Trace trace =
                traces.begin(
                        request.method().name(),
                        SpanKind.SERVER,
                        name -> Optional.ofNullable(request.requestHeaders().get(name)));
        trace.headers().forEach(response::header);
        Exchange exchange = new Exchange(request, response, Map.of(), trace, closing);
        long began = System.nanoTime();
        return Mono.defer(() -> Mono.from(route(exchange)))
                .onErrorResume(cause -> refuse(exchange, cause))
                .doFinally(end -> ended(exchange, end, began));
    }

    private Publisher<Void> route(Exchange exchange) {
        String path = exchange.place();
        for (Route route : site.routes()) {
            Optional<Map<String, String>> variables = route.match(path);
            if (variables.isPresent() && route.allows(exchange.request().method())) {
                exchange.trace().isOf(route.method() + " " + route.template());
                guard.check(exchange, route);
                return route.endpoint()
                        .answer(
                                new Exchange(
                                        exchange.request(),
                                        exchange.response(),
                                        variables.get(),
                                        exchange.trace(),
                                        closing));
            }
        }
        throw unrouted(exchange, path);
    }

    private RefusedException unrouted(Exchange exchange, String path) {
        String allowed =
                site.routes().stream()
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

    private static void ended(Exchange exchange, SignalType end, long began) {
        Trace trace = exchange.trace();
        boolean left = end == SignalType.CANCEL || !exchange.response().hasSentHeaders();
        trace.logging(
                () ->
                        LOG.debug(
                                "{} {} {} after {} ms",
                                exchange.request().method(),
                                exchange.place(),
                                left ? "left" : exchange.response().status().code(),
                                (System.nanoTime() - began) / 1_000_000));
        trace.end();
    }

    private Mono<Void> refuse(Exchange exchange, Throwable cause) {
        if (cause instanceof AbortedException) {
            exchange.trace().failed("the client left");
            return Mono.empty(); // nobody is there to be answered, and nobody has failed
        }
        if (exchange.header(HttpHeaderNames.EXPECT).isPresent()) {
            // The client may never send the body it announced: the connection is of no more use.
            exchange.response().keepAlive(false);
        }
        Problem problem = site.problems().apply(cause);
        refusals.count(problem);
        exchange.trace().failed(problem.title());
        return Problems.send(exchange, problem, cause);
    }
}
