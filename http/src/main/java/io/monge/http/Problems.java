package io.monge.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.imaging.MalformedImageException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.timeout.ReadTimeoutException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Exceptions to problem documents (RFC 9457): what every service answers. A service's own
 * exceptions get theirs where its routes are, and come here when it has none for them.
 */
public final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String MEDIA_TYPE = "application/problem+json";

    private Problems() {}

    /** Of what HTTP and images can go wrong with; anything else is an internal error. */
    public static Problem of(Throwable cause) {
        if (cause instanceof RefusedException refused) {
            return refused.problem();
        }
        if (cause instanceof MalformedImageException image) {
            return of(image);
        }
        if (cause instanceof ReadTimeoutException) {
            return Problem.of(
                    408,
                    "request-timeout",
                    "The request stopped coming",
                    "Nothing more of the body came for too long. Send it again.");
        }
        return Problem.of(
                500,
                "internal-error",
                "Internal error",
                "The server failed to answer; its log says why. The request may be repeated.");
    }

    /** Writes the document; logs what nobody expected. */
    static Mono<Void> send(Exchange exchange, Problem problem, Throwable cause) {
        if (problem.status() == 500) {
            exchange.trace()
                    .logging(
                            () ->
                                    LOG.error(
                                            "{} {} failed",
                                            exchange.request().method(),
                                            exchange.place(),
                                            cause));
        }
        problem.headers().forEach(exchange.response()::header);
        exchange.response().header(HttpHeaderNames.CACHE_CONTROL, "no-store");
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", problem.type());
        body.put("title", problem.title());
        body.put("status", problem.status());
        body.put("detail", problem.detail());
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return exchange.send(problem.status(), MEDIA_TYPE, bytes);
    }

    private static Problem of(MalformedImageException image) {
        return switch (image.kind()) {
            case MALFORMED ->
                    Problem.of(
                            400,
                            "malformed-image",
                            "Not a readable image",
                            image.getMessage() + ". Send the bytes of a whole image file.");
            case TOO_LARGE ->
                    Problem.of(
                            413,
                            "too-large",
                            "Image too large",
                            image.getMessage() + ". Send a smaller image, or parts of it.");
            case UNSUPPORTED ->
                    Problem.of(
                            415,
                            "unsupported-image",
                            "Unsupported image type",
                            image.getMessage() + ". Convert it to PNG or JPEG first.");
        };
    }
}
