package io.monge.serving.http;

import io.monge.http.BodyReader;
import io.monge.http.Deadlines;
import io.monge.http.Endpoint;
import io.monge.http.Exchange;
import io.monge.http.RefusedException;
import io.monge.imaging.ImageEncoding;
import io.monge.imaging.ImageFormat;
import io.monge.serving.upscale.Method;
import io.monge.serving.upscale.Ticket;
import io.monge.serving.upscale.TileMode;
import io.monge.serving.upscale.UnavailableException;
import io.monge.serving.upscale.UpscaleAnswer;
import io.monge.serving.upscale.UpscaleDesk;
import io.monge.serving.upscale.UpscaleOrder;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** {@code POST /api/v1/upscale}: an image in, the same image larger out. */
final class UpscaleRoute implements Endpoint {

    private static final String DEFAULT_QUALITY = "92";

    private final UpscaleDesk desk;
    private final BodyReader bodies;
    private final Arrivals arrivals;
    private final Duration longest;

    /**
     * @param arrivals counts the bodies
     * @param longest deadline of requests that name none, and the longest that may be asked for
     */
    UpscaleRoute(UpscaleDesk desk, BodyReader bodies, Arrivals arrivals, Duration longest) {
        this.desk = desk;
        this.bodies = bodies;
        this.arrivals = arrivals;
        this.longest = longest;
    }

    @Override
    public Publisher<Void> answer(Exchange exchange) {
        Ticket ticket = new Ticket(Deadlines.of(exchange, longest));
        Method method = method(exchange);
        TileMode tiles = tiles(exchange);
        ImageEncoding output = output(exchange);
        BodyReader.requireImage(exchange);
        List<Long> versions =
                exchange.query("versions").map(UpscaleRoute::versions).orElse(List.of());
        desk.requireReady(method);
        long expected = bodies.expected(exchange);
        return Mono.using(
                        () -> admitted(expected),
                        arrival ->
                                ticket.limit(bodies.read(exchange))
                                        .doOnNext(image -> arrival.isWhole(image.length))
                                        .map(
                                                image ->
                                                        new UpscaleOrder(
                                                                image, method, tiles, output,
                                                                versions))
                                        .flatMap(order -> desk.answer(order, ticket))
                                        .doOnError(UnavailableException.class, desk::counted),
                        Arrivals.Arrival::release)
                .flatMap(answer -> send(exchange, versions, answer));
    }

    private Arrivals.Arrival admitted(long expected) {
        try {
            return arrivals.admit(expected);
        } catch (UnavailableException full) {
            throw desk.counted(full);
        }
    }

    private static Mono<Void> send(Exchange exchange, List<Long> versions, UpscaleAnswer answer) {
        HttpServerResponse response = exchange.response();
        answer.version().ifPresent(v -> response.header("X-Model-Version", listed(versions, v)));
        response.header("X-Inference-Millis", millis(answer.timing().inference()));
        response.header("X-Queue-Millis", millis(answer.timing().queued()));
        response.header(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return exchange.send(200, answer.format().mediaType(), answer.image());
    }

    /** Of a comparison both, from left to right. */
    private static String listed(List<Long> asked, long answered) {
        return asked.size() < 2
                ? String.valueOf(answered)
                : asked.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static List<Long> versions(String list) {
        if (!list.matches("\\d{1,18}(,\\d{1,18})?")) {
            throw RefusedException.badRequest(
                    "versions is '%s'; it must be a version, or two of them such as 12,15."
                            .formatted(list));
        }
        return Arrays.stream(list.split(",")).map(Long::valueOf).toList();
    }

    private static String millis(Duration time) {
        return String.valueOf(time.toMillis());
    }

    private static Method method(Exchange exchange) {
        String name = exchange.query("method").orElse("monge");
        return switch (name) {
            case "monge" -> Method.MONGE;
            case "bicubic" -> Method.BICUBIC;
            default ->
                    throw RefusedException.badRequest(
                            "method is '%s'; it must be monge or bicubic.".formatted(name));
        };
    }

    private static TileMode tiles(Exchange exchange) {
        String exact = exchange.query("exact").orElse("false");
        return switch (exact) {
            case "true", "" -> TileMode.EXACT;
            case "false" -> TileMode.BLENDED;
            default ->
                    throw RefusedException.badRequest(
                            "exact is '%s'; it must be true or false.".formatted(exact));
        };
    }

    private static ImageEncoding output(Exchange exchange) {
        ImageFormat format = Acceptable.choose(exchange.list(HttpHeaderNames.ACCEPT));
        String quality = exchange.query("quality").orElse(DEFAULT_QUALITY);
        ImageEncoding encoding =
                switch (quality) {
                    case "lossless" -> ImageEncoding.of(format, 100).lossless();
                    default -> ImageEncoding.of(format, quality(quality));
                };
        String exif = exchange.query("exif").orElse("drop");
        return switch (exif) {
            case "drop" -> encoding;
            case "keep" -> encoding.keepingExif();
            default ->
                    throw RefusedException.badRequest(
                            "exif is '%s'; it must be keep or drop.".formatted(exif));
        };
    }

    private static int quality(String quality) {
        if (!quality.matches("[1-9]\\d?|100")) {
            throw RefusedException.badRequest(
                    "quality is '%s'; it must be lossless or a whole number from 1 to 100."
                            .formatted(quality));
        }
        return Integer.parseInt(quality);
    }
}
