package io.monge.serving.http;

import static io.monge.imaging.MalformedImageException.Kind.TOO_LARGE;

import io.monge.imaging.MalformedImageException;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Reads a request's body under a byte limit. Beyond the limit nothing is kept: what still comes is
 * counted and dropped for a while, because a client that is cut off in the middle of sending never
 * reads why.
 */
final class BodyReader {

    /** How much of an oversized body is swallowed for the client's sake, bytes. */
    private static final long PATIENCE = 64L << 20;

    private final long maxBytes;

    BodyReader(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The body; {@link MalformedImageException} TOO_LARGE if it exceeds the limit. */
    Mono<byte[]> read(Exchange exchange) {
        if (announced(exchange) > maxBytes) {
            return Mono.error(tooLarge()); // the server drops what comes after the answer
        }
        return exchange.request().receive().reduceWith(Body::new, Body::add).map(Body::whole);
    }

    private static long announced(Exchange exchange) {
        Optional<String> length = exchange.header(HttpHeaderNames.CONTENT_LENGTH);
        return length.map(Long::parseLong).orElse(0L); // the codec has refused anything else
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
