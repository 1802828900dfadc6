package io.monge.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How the windows on the topic compare with a recount of the samples.
 *
 * @param lines by length of the windows, shortest first
 * @param problems one sentence for each window that is not as counted
 * @param samples counted into windows
 * @param late samples that came too late, by the recount
 * @param lateTold the same as the application has told it in {@code metrics.late}
 * @param behind records that the application has not committed yet, and so are not counted
 */
public record VerificationReport(
        Map<Duration, Line> lines,
        List<String> problems,
        long samples,
        long late,
        long lateTold,
        long behind) {

    static final String MISSING = "is missing on the topic";

    /**
     * Final windows of one length.
     *
     * @param equal as counted
     * @param different with another number
     * @param missing counted, but not on the topic
     * @param unexpected on the topic, but not counted
     */
    public record Line(long equal, long different, long missing, long unexpected) {
        static final Line NONE = new Line(0, 0, 0, 0);
        static final Line UNEXPECTED = new Line(0, 0, 0, 1);

        static Line of(String problem) {
            if (problem.isEmpty()) {
                return new Line(1, 0, 0, 0);
            }
            return problem.equals(MISSING) ? new Line(0, 0, 1, 0) : new Line(0, 1, 0, 0);
        }

        Line plus(Line other) {
            return new Line(
                    equal + other.equal,
                    different + other.different,
                    missing + other.missing,
                    unexpected + other.unexpected);
        }
    }

    /** Whether every window is as counted. */
    public boolean isEqual() {
        return problems.isEmpty();
    }

    /** Windows that were compared. */
    public long windows() {
        return lines.values().stream()
                .mapToLong(line -> line.equal() + line.different() + line.missing())
                .sum();
    }
}
