package io.monge.metrics.watch;

import java.time.Duration;

/**
 * When an alarm fires: a metric's windows are beyond a bound for some time, or do not come.
 *
 * @param name of the alarm
 * @param metric watched, of every source by itself
 * @param when how the mean of a window is compared
 * @param bound in the metric's unit; not used by {@code silent}
 * @param lasting for so long before the alarm fires; zero for at once
 * @param says what it means and what to do, a sentence
 */
public record AlarmRule(
        String name, String metric, When when, double bound, Duration lasting, String says) {

    /** What breaks the rule. */
    public enum When {
        /** The mean is above the bound. */
        ABOVE,
        /** The mean is below the bound. */
        BELOW,
        /** No window has come, after there were some. */
        SILENT
    }

    public AlarmRule {
        if (!name.matches("[a-z0-9-]{1,60}")) {
            throw new IllegalArgumentException(
                    "name is '%s', must be lower-case letters, digits and dashes".formatted(name));
        }
        if (lasting.isNegative() || when == When.SILENT && lasting.isZero()) {
            throw new IllegalArgumentException(
                    "lasting is %s, must %s".formatted(lasting, "be positive"));
        }
        if (!Double.isFinite(bound)) {
            throw new IllegalArgumentException("bound is " + bound + ", must be a number");
        }
    }

    boolean brokenBy(double mean) {
        return switch (when) {
            case ABOVE -> mean > bound;
            case BELOW -> mean < bound;
            case SILENT -> false;
        };
    }
}
