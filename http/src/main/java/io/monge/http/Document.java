package io.monge.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.reactivestreams.Publisher;

/** A file of the jar, read once; clients keep it and ask whether it is still the same. */
public final class Document implements Endpoint {

    private final byte[] content;
    private final String mediaType;
    private final String tag;

    private Document(byte[] content, String mediaType) {
        this.content = content;
        this.mediaType = mediaType;
        this.tag = '"' + digest(content) + '"';
    }

    /**
     * Reads it.
     *
     * @param owner a class beside which, or in whose jar, the resource is
     */
    public static Document of(Class<?> owner, String resource, String mediaType) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + resource);
            }
            return new Document(in.readAllBytes(), mediaType);
        } catch (IOException e) {
            throw new UncheckedIOException("The jar's " + resource + " cannot be read", e);
        }
    }

    @Override
    public Publisher<Void> answer(Exchange exchange) {
        exchange.response()
                .header(HttpHeaderNames.ETAG, tag)
                .header(HttpHeaderNames.CACHE_CONTROL, "no-cache");
        if (exchange.header(HttpHeaderNames.IF_NONE_MATCH).filter(tag::equals).isPresent()) {
            return exchange.response().status(304).send();
        }
        return exchange.send(200, mediaType, content);
    }

    private static String digest(byte[] content) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(content);
            return new BigInteger(1, sha).toString(36).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
