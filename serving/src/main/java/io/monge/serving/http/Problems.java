package io.monge.serving.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.imaging.MalformedImageException;
import io.monge.serving.model.VersionException;
import io.monge.serving.upscale.DeadlinePassedException;
import io.monge.serving.upscale.UnavailableException;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Exceptions to problem documents (RFC 9457): the one place where a failure gets its status. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String MEDIA_TYPE = "application/problem+json";

    private Problems() {}

    static Problem of(Throwable cause) {
        if (cause instanceof RefusedException refused) {
            return refused.problem();
        }
        if (cause instanceof MalformedImageException image) {
            return of(image);
        }
        if (cause instanceof UnavailableException unavailable) {
            return of(unavailable);
        }
        if (cause instanceof VersionException version) {
            return of(version);
        }
        if (cause instanceof DeadlinePassedException) {
            return Problem.of(
                    504,
                    "deadline-passed",
                    "Deadline passed",
                    cause.getMessage()
                            + ". Allow more time with X-Deadline-Millis, or send a smaller image.");
        }
        if (cause instanceof CancellationException) {
            return of(UnavailableException.stopping()); // a worker was interrupted by the stop
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
                                            exchange.request().fullPath(),
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

    private static Problem of(VersionException version) {
        String models = ". GET /api/v1/models lists those there are.";
        return switch (version.kind()) {
            case UNKNOWN ->
                    Problem.of(
                            404,
                            "unknown-version",
                            "Unknown version",
                            version.getMessage() + models);
            case UNUSABLE ->
                    Problem.of(
                            409,
                            "unusable-version",
                            "Unusable version",
                            version.getMessage() + models);
            case INCOMPARABLE ->
                    Problem.of(
                            409,
                            "incomparable-versions",
                            "Versions cannot be compared",
                            version.getMessage() + ". Ask for each of them alone.");
        };
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

    private static Problem of(UnavailableException unavailable) {
        long seconds = Math.max(1, unavailable.retryAfter().toSeconds());
        Map<String, String> retryAfter = Map.of("Retry-After", String.valueOf(seconds));
        String again = ". Repeat the request in about " + seconds + " s.";
        return switch (unavailable.reason()) {
            case QUEUE_FULL ->
                    new Problem(
                            429,
                            "queue-full",
                            "Too many images at once",
                            unavailable.getMessage() + again,
                            retryAfter);
            case NO_MODEL ->
                    new Problem(
                            503,
                            "no-model",
                            "No model yet",
                            unavailable.getMessage() + again,
                            retryAfter);
            case STOPPING ->
                    new Problem(
                            503,
                            "stopping",
                            "Server is stopping",
                            unavailable.getMessage() + again,
                            retryAfter);
        };
    }
}
