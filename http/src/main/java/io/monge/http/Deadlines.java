package io.monge.http;

import java.time.Duration;

/** How long a client is willing to wait: the header {@code X-Deadline-Millis}. */
public final class Deadlines {

    private static final String HEADER = "X-Deadline-Millis";

    private Deadlines() {}

    /**
     * What the request asks for, but at most the longest, which is also what it gets if it asks for
     * nothing.
     *
     * @throws RefusedException 400 if it asks for no time that can be
     */
    public static Duration of(Exchange exchange, Duration longest) {
        return exchange.header(HEADER)
                .map(millis -> shorter(millis.trim(), longest))
                .orElse(longest);
    }

    private static Duration shorter(String millis, Duration longest) {
        if (!millis.matches("0*[1-9]\\d{0,8}")) {
            throw RefusedException.badRequest(
                    "X-Deadline-Millis is '%s'; it must be a whole number of milliseconds, at least 1."
                            .formatted(millis));
        }
        Duration asked = Duration.ofMillis(Long.parseLong(millis));
        return asked.compareTo(longest) < 0 ? asked : longest;
    }
}
