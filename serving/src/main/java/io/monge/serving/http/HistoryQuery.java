package io.monge.serving.http;

import io.monge.http.Exchange;
import io.monge.http.RefusedException;
import io.monge.runtime.metric.Metric;
import io.monge.serving.dashboard.WindowHistory;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A question about the past of one metric.
 *
 * @param from first instant
 * @param to first instant after
 * @param step length of the windows
 */
record HistoryQuery(String metric, Instant from, Instant to, Duration step) {

    private static final Duration USUAL = Duration.ofHours(1);
    private static final long USUAL_WINDOWS = 500; // as many as a page can draw
    private static final Pattern STEP = Pattern.compile("([1-9]\\d{0,8})(ms|s|m|h|d)?");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,11}");
    private static final List<String> PARAMETERS = List.of("metric", "from", "to", "step");

    /** Beyond the years that ISO 8601 writes in four digits, times run out of their range. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** Whether the request has one of its parameters. */
    static boolean isAsked(Exchange exchange) {
        return PARAMETERS.stream().anyMatch(name -> exchange.query(name).isPresent());
    }

    /**
     * By default the hour before now, in the shortest windows that are not too many.
     *
     * @throws RefusedException if a parameter makes no sense, saying what would
     */
    static HistoryQuery of(Exchange exchange, WindowHistory history, Instant now) {
        String metric = metric(exchange.query("metric"), history);
        Instant to = exchange.query("to").map(text -> instant("to", text)).orElse(now);
        Instant from =
                exchange.query("from").map(text -> instant("from", text)).orElse(to.minus(USUAL));
        if (!from.isBefore(to)) {
            throw RefusedException.badRequest(
                    "from is %s and to is %s; from must be before to.".formatted(from, to));
        }
        NavigableSet<Duration> lengths = history.lengths();
        Duration step =
                exchange.query("step")
                        .map(text -> step(text, lengths))
                        .orElseGet(() -> usual(Duration.between(from, to), lengths));
        return new HistoryQuery(metric, from, to, step);
    }

    private static String metric(Optional<String> name, WindowHistory history) {
        return name.filter(known -> Metric.of(known).isPresent() || history.knows(known))
                .orElseThrow(
                        () ->
                                RefusedException.badRequest(
                                        name.map(
                                                                unknown ->
                                                                        "metric is '%s', which is unknown."
                                                                                .formatted(unknown))
                                                        .orElse("metric is missing.")
                                                + " GET /api/v1/metrics/catalogue lists them."));
    }

    private static Instant instant(String name, String text) {
        Optional<Instant> time = instant(text);
        if (time.isEmpty() || time.get().isBefore(EARLIEST) || time.get().isAfter(LATEST)) {
            throw RefusedException.badRequest(
                    "%s is '%s'; it must be ISO 8601, as 2026-01-31T12:00:00Z, or seconds since 1970."
                            .formatted(name, text));
        }
        return time.get();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(
                    SECONDS.matcher(text).matches()
                            ? Instant.ofEpochSecond(Long.parseLong(text))
                            : Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration step(String text, NavigableSet<Duration> lengths) {
        Matcher step = STEP.matcher(text);
        if (!step.matches()) {
            throw RefusedException.badRequest(
                    "step is '%s'; it must be a duration, as 10s, 1m, 1h.".formatted(text));
        }
        Duration length = duration(Long.parseLong(step.group(1)), step.group(2));
        if (!lengths.isEmpty() && !lengths.contains(length)) {
            throw RefusedException.badRequest(
                    "step is '%s'; there are windows of %s."
                            .formatted(
                                    text,
                                    lengths.stream()
                                            .map(HistoryQuery::text)
                                            .collect(Collectors.joining(", "))));
        }
        return length;
    }

    private static Duration duration(long count, String unit) {
        return switch (unit == null ? "s" : unit) {
            case "ms" -> Duration.ofMillis(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofSeconds(count);
        };
    }

    private static Duration usual(Duration span, NavigableSet<Duration> lengths) {
        return lengths.stream()
                .filter(length -> span.dividedBy(length) <= USUAL_WINDOWS)
                .findFirst()
                .orElseGet(() -> lengths.isEmpty() ? Duration.ofSeconds(10) : lengths.last());
    }

    /** As it is written in a request. */
    private static String text(Duration length) {
        return Stream.of("d", "h", "m", "s")
                .filter(unit -> length.toMillis() % duration(1, unit).toMillis() == 0)
                .findFirst()
                .map(unit -> length.dividedBy(duration(1, unit)) + unit)
                .orElseGet(() -> length.toMillis() + "ms");
    }
}
