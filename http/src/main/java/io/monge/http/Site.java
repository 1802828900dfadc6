package io.monge.http;

import java.util.List;
import java.util.function.Function;

/**
 * What a listener answers with.
 *
 * @param routes the first that matches answers
 * @param problems from a failure to its document; falls back on {@link Problems#of}
 * @param contentPolicy what its documents may load, as in {@code Content-Security-Policy}
 */
public record Site(
        List<Route> routes, Function<Throwable, Problem> problems, String contentPolicy) {

    /** Of an interface for programs, which has no pages: nothing may be loaded or framed. */
    public static final String NO_PAGES = "default-src 'none'; frame-ancestors 'none'";

    public Site {
        routes = List.copyOf(routes);
    }
}
