package io.monge.serving.http;

import java.time.Duration;
import java.util.List;

/**
 * How the server listens and what it lets in.
 *
 * @param host address to bind
 * @param port 0 takes a free one
 * @param token bearer token; empty for none
 * @param tls certificate and key, or none
 * @param origins further origins whose pages may use changing routes
 * @param maxBodyBytes of an image
 * @param deadline longest time for one image, and the default
 */
public record HttpConfig(
        String host,
        int port,
        String token,
        TlsConfig tls,
        List<String> origins,
        long maxBodyBytes,
        Duration deadline) {}
