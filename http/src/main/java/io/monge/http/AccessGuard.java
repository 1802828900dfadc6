package io.monge.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Who may ask: the bearer token, and for changing routes the origin of the asking page.
 *
 * <p>A browser cannot send a bearer token by itself, so the token is also taken as the password of
 * HTTP Basic authentication, whatever the user name: then the pages work behind it too.
 */
final class AccessGuard {

    private static final Map<String, String> CHALLENGE =
            Map.of("WWW-Authenticate", "Bearer realm=\"Monge\", Basic realm=\"Monge\"");

    private final String token; // empty: none is asked for
    private final List<String> origins;
    private final SettingNames settings;

    /**
     * @param token empty for none
     * @param origins further origins whose pages may use changing routes, for example {@code
     *     https://images.example.org}
     * @param settings as the user knows them
     */
    AccessGuard(String token, List<String> origins, SettingNames settings) {
        this.token = token;
        this.origins = List.copyOf(origins);
        this.settings = settings;
    }

    /**
     * @throws RefusedException 401 without the token, 403 from a foreign page
     */
    void check(Exchange exchange, Route route) {
        if (route.access() == Route.Access.TOKEN && !token.isEmpty() && !holdsToken(exchange)) {
            throw new RefusedException(
                    new Problem(
                            401,
                            "token-required",
                            "Token required",
                            "Send the configured token: Authorization: Bearer TOKEN; in a browser"
                                    + " it is the password.",
                            CHALLENGE));
        }
        if (!route.method().equals(HttpMethod.GET)) {
            checkOrigin(exchange);
        }
    }

    private boolean holdsToken(Exchange exchange) {
        String authorization = exchange.header(HttpHeaderNames.AUTHORIZATION).orElse("");
        String[] parts = authorization.trim().split("\\s+", 2);
        if (parts.length < 2) {
            return false;
        }
        return switch (parts[0].toLowerCase(Locale.ROOT)) {
            case "bearer" -> isToken(parts[1]);
            case "basic" -> isToken(password(parts[1]));
            default -> false;
        };
    }

    private boolean isToken(String given) {
        // Compares in constant time: the answer's delay must not tell how much was right.
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private static String password(String credentials) {
        try {
            String decoded =
                    new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            return decoded.substring(decoded.indexOf(':') + 1);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private void checkOrigin(Exchange exchange) {
        Optional<String> origin = exchange.header(HttpHeaderNames.ORIGIN);
        boolean foreign =
                origin.isPresent()
                        ? !isOwn(origin.get(), exchange)
                        : exchange.header("Sec-Fetch-Site")
                                .filter("cross-site"::equals)
                                .isPresent();
        if (foreign) {
            throw new RefusedException(
                    Problem.of(
                            403,
                            "foreign-origin",
                            "Foreign origin",
                            "Pages of %s may not do this. Allow them with %s."
                                    .formatted(
                                            origin.orElse("other sites"), settings.of("origins"))));
        }
    }

    private boolean isOwn(String origin, Exchange exchange) {
        if (origins.contains(origin)) {
            return true;
        }
        String host = exchange.header(HttpHeaderNames.HOST).orElse("");
        Optional<URI> uri = parse(origin);
        if (uri.isEmpty() || !host.equalsIgnoreCase(uri.get().getRawAuthority())) {
            return false;
        }
        // A name that an attacker's DNS has pointed at this machine is equal to the Host header
        // too: on a loopback connection only loopback names are ours.
        return !isLoopback(exchange.request().hostAddress()) || isLoopbackName(uri.get().getHost());
    }

    private static Optional<URI> parse(String origin) {
        try {
            return Optional.of(URI.create(origin)).filter(uri -> uri.getHost() != null);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isLoopback(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                && inet.getAddress() != null
                && inet.getAddress().isLoopbackAddress();
    }

    private static boolean isLoopbackName(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.toLowerCase(Locale.ROOT).endsWith(".localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.\\d{1,3}){3}");
    }
}
