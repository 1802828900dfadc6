package io.monge.metrics;

import io.monge.schemas.record.MetricWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A recount beside what the application has published. */
final class Comparison {
    /** Adding in another order rounds otherwise; a lost sample of 10^6 shows in the count. */
    private static final double ROUNDING = 1e-9;

    private final Recount recount;
    private final Instant from;
    private final Instant to;
    private Instant windowsBegin = Instant.MIN;

    /**
     * @param from windows that begin before are left out
     * @param to windows that end after are left out
     */
    Comparison(Recount recount, Instant from, Instant to) {
        this.recount = recount;
        this.from = from;
        this.to = to;
    }

    /** Windows published before are no longer kept. */
    void windowsBeginAt(Instant publishedAt) {
        windowsBegin = publishedAt;
    }

    VerificationReport of(
            Map<WindowKey, MetricWindow> published, long behind, Windowing windowing) {
        Map<Duration, VerificationReport.Line> lines = new TreeMap<>();
        windowing.lengths().forEach(length -> lines.put(length, VerificationReport.Line.NONE));
        List<String> problems = new ArrayList<>();
        Map<WindowKey, MetricWindow> expected = recount.closed();
        expected.keySet().stream()
                .filter(this::isAsked)
                .sorted(Comparator.comparing(WindowKey::text))
                .forEach(
                        key -> {
                            String problem = problem(published.get(key), expected.get(key));
                            add(problems, key, problem);
                            lines.merge(
                                    key.length(),
                                    VerificationReport.Line.of(problem),
                                    VerificationReport.Line::plus);
                        });
        published.forEach(
                (key, window) -> {
                    boolean unexpected =
                            window.getClosed()
                                    && isAsked(key)
                                    && recount.isPast(key)
                                    && windowing.level(key.length()) >= 0
                                    && !expected.containsKey(key);
                    if (unexpected) {
                        add(problems, key, "is on the topic, but no sample is in it");
                        lines.merge(
                                key.length(),
                                VerificationReport.Line.UNEXPECTED,
                                VerificationReport.Line::plus);
                    }
                });
        return new VerificationReport(
                lines, problems, recount.counted(), recount.late(), recount.lateTold(), behind);
    }

    private static void add(List<String> problems, WindowKey key, String problem) {
        if (!problem.isEmpty()) {
            problems.add(key.text() + " " + problem);
        }
    }

    private boolean isAsked(WindowKey key) {
        // A window is published for the last time when its end and the grace have passed.
        return recount.isReliable(key)
                && key.end().isAfter(windowsBegin)
                && !key.start().isBefore(from)
                && !key.end().isAfter(to);
    }

    /** Empty if they are equal. */
    private static String problem(@Nullable MetricWindow found, MetricWindow expected) {
        if (found == null) {
            return VerificationReport.MISSING;
        }
        if (!found.getClosed()) {
            return "is not final on the topic, but can no longer change";
        }
        List<String> differences = new ArrayList<>();
        exact(differences, "count", found.getCount(), expected.getCount());
        exact(differences, "min", found.getMin(), expected.getMin());
        exact(differences, "max", found.getMax(), expected.getMax());
        exact(differences, "p50", found.getP50(), expected.getP50());
        exact(differences, "p95", found.getP95(), expected.getP95());
        exact(differences, "p99", found.getP99(), expected.getP99());
        exact(differences, "last", found.getLast(), expected.getLast());
        exact(differences, "unit", found.getUnit(), expected.getUnit());
        double scale = Math.max(Math.abs(expected.getMin()), Math.abs(expected.getMax()));
        close(differences, "mean", found.getMean(), expected.getMean(), scale);
        close(differences, "stddev", found.getStddev(), expected.getStddev(), scale);
        return String.join(", ", differences);
    }

    private static void exact(
            List<String> differences, String name, Object found, Object expected) {
        if (!Objects.equals(found, expected)) {
            differences.add("%s is %s, counted %s".formatted(name, found, expected));
        }
    }

    private static void close(
            List<String> differences, String name, double found, double expected, double scale) {
        if (Math.abs(found - expected) > ROUNDING * scale) {
            differences.add("%s is %s, counted %s".formatted(name, found, expected));
        }
    }
}
