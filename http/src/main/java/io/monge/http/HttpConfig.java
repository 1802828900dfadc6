package io.monge.http;

import java.util.List;

/**
 * How a server listens and whom it lets in.
 *
 * @param host address to bind
 * @param port 0 takes a free one
 * @param token bearer token; empty for none
 * @param tls certificate and key, or none
 * @param origins further origins whose pages may use changing routes
 * @param settings what the user calls all these
 */
public record HttpConfig(
        String host,
        int port,
        String token,
        TlsConfig tls,
        List<String> origins,
        SettingNames settings) {

    public HttpConfig {
        origins = List.copyOf(origins);
        require(!host.isBlank(), "host is empty, must be an address such as 127.0.0.1");
        require(port >= 0 && port <= 65_535, "port is " + port + ", must be between 0 and 65535");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
