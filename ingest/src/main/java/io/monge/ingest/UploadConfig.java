package io.monge.ingest;

import io.monge.http.HttpConfig;
import io.monge.http.SettingNames;
import io.monge.http.TlsConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How sources of the type {@code http} listen and what they hold.
 *
 * @param host address to bind
 * @param token empty for none
 * @param tls certificate and key, or none
 * @param origins further origins whose pages may send images, such as {@code
 *     https://images.example.org}
 * @param waitingBytes of all images of a domain that are being received, wait or are cut; more is
 *     refused
 * @param deadline longest time from a request to its answer, and the default
 * @param drain how long what was let in may go on when the process stops
 */
public record UploadConfig(
        String host,
        String token,
        TlsConfig tls,
        List<String> origins,
        long waitingBytes,
        Duration deadline,
        Duration drain) {

    /** On the loopback interface, without a token. */
    public static final UploadConfig DEFAULT =
            new UploadConfig(
                    "127.0.0.1",
                    "",
                    TlsConfig.NONE,
                    List.of(),
                    64L << 20,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5));

    public UploadConfig {
        origins = List.copyOf(origins);
        require(!host.isBlank(), "host is empty, must be an address such as 127.0.0.1");
        require(
                waitingBytes >= 1 << 16 && waitingBytes <= 1L << 40,
                "waitingBytes is %d, must be between %d and %d"
                        .formatted(waitingBytes, 1 << 16, 1L << 40));
        require(
                !deadline.isNegative() && !deadline.isZero() && deadline.toHours() <= 24,
                "deadline is " + deadline + ", must be positive and at most 24 h");
        require(!drain.isNegative(), "drain is " + drain + ", must not be negative");
    }

    /** Where the images of a domain are taken. */
    public HttpConfig listener(Domain domain, SourceSpec.Http source) {
        String port = "ingest.%s.source.port (--http)";
        String name = domain.name().toLowerCase(Locale.ROOT);
        return new HttpConfig(
                host,
                source.port(),
                token,
                tls,
                origins,
                new SettingNames("ingest.uploads", port.formatted(name)));
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
