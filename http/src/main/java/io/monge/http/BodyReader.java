package io.monge.http;

import static io.monge.imaging.MalformedImageException.Kind.TOO_LARGE;

import io.monge.imaging.MalformedImageException;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * Reads a request's body under a byte limit. Beyond the limit nothing is kept: what still comes is
 * counted and dropped for a while, because a client that is cut off in the middle of sending never
 * reads why.
 */
public final class BodyReader {

    /** How much of an oversized body is swallowed for the client's sake, bytes. */
    private static final long PATIENCE = 64L << 20;

    private static final long UNKNOWN = -1;

    /** What clients send who do not say what they send. */
    private static final Set<String> UNSPECIFIC =
            Set.of("", "application/octet-stream", "application/x-www-form-urlencoded");

    private final long maxBytes;

    /**
     * @param maxBytes of one body
     */
    public BodyReader(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Bytes the body will have at most: what it announces, or, if it announces nothing, what is
     * allowed.
     *
     * @throws MalformedImageException TOO_LARGE if it announces more than is allowed
     */
    public long expected(Exchange exchange) {
        long announced = announced(exchange);
        if (announced > maxBytes) {
            throw tooLarge(); // the server drops what comes after the answer
        }
        return announced == UNKNOWN ? maxBytes : announced;
    }

    /** The body; {@link MalformedImageException} TOO_LARGE if it exceeds the limit. */
    public Mono<byte[]> read(Exchange exchange) {
        return Mono.fromCallable(() -> expected(exchange)).then(receive(exchange));
    }

    private Mono<byte[]> receive(Exchange exchange) {
        return exchange.request().receive().reduceWith(Body::new, Body::add).map(Body::whole);
    }

    /**
     * Refuses, before a byte is read, what says of itself that it is no image.
     *
     * @throws RefusedException 415
     */
    public static void requireImage(Exchange exchange) {
        String stated = exchange.header(HttpHeaderNames.CONTENT_TYPE).orElse("");
        String type = stated.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (UNSPECIFIC.contains(type) || type.startsWith("image/")) {
            return; // the bytes themselves will tell
        }
        String multipart =
                type.startsWith("multipart/")
                        ? " Send the file itself as the body: curl --data-binary @image.png"
                        : "";
        throw new RefusedException(
                Problem.of(
                        415,
                        "unsupported-image",
                        "Unsupported image type",
                        "The body is %s; it must be an image.%s".formatted(type, multipart)));
    }

    private static long announced(Exchange exchange) {
        Optional<String> length = exchange.header(HttpHeaderNames.CONTENT_LENGTH);
        return length.map(Long::parseLong).orElse(UNKNOWN); // the codec has refused anything else
    }

    private MalformedImageException tooLarge() {
        return new MalformedImageException(
                TOO_LARGE, "The body has more than the %d bytes allowed".formatted(maxBytes));
    }

    private final class Body {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private long received;

        Body add(ByteBuf part) {
            received += part.readableBytes();
            if (received <= maxBytes) {
                byte[] bytes = new byte[part.readableBytes()];
                part.readBytes(bytes);
                kept.writeBytes(bytes);
            } else if (received > maxBytes + PATIENCE) {
                throw tooLarge();
            }
            return this;
        }

        byte[] whole() {
            if (received > maxBytes) {
                throw tooLarge();
            }
            return kept.toByteArray();
        }
    }
}
