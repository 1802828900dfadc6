package io.monge.trainer;

import io.monge.trainer.GuardConfig.LossBound;

/**
 * What one loss was of late and what it usually is: two exponential means of its absolute value.
 * Belongs to a checkpoint.
 *
 * @param seen iterations
 * @param recent mean of late
 * @param usual mean over a longer time
 */
record LossState(long seen, double recent, double usual) {

    static final LossState NONE = new LossState(0, 0, 0);

    /** What a single value counts at most, in parts of the usual, lest it becomes the usual. */
    private static final double OUTLIER = 2;

    /** The last of so many parts of the warm-up say what is usual after it. */
    private static final int WARM_UP_PARTS = 4;

    /** The state after one more value. */
    LossState after(double loss, LossBound bound) {
        double size = Math.abs(loss);
        long next = seen + 1;
        boolean warm = next > bound.warmUp();
        double limit = warm ? OUTLIER * usualAtLeast(bound) : Double.MAX_VALUE;
        // Of late a value may count for more, but one alone must not sound the alarm.
        double limitOfLate = warm ? Math.max(1, bound.factor()) * limit : Double.MAX_VALUE;
        return new LossState(
                next,
                recent + (Math.min(size, limitOfLate) - recent) / Math.min(next, bound.window()),
                usual + (Math.min(size, limit) - usual) / memory(next, bound));
    }

    /** Short in the warm-up, whose beginning says nothing about its end, then ever longer. */
    private static long memory(long seen, LossBound bound) {
        long part = Math.max(1, bound.warmUp() / WARM_UP_PARTS);
        return seen <= bound.warmUp()
                ? Math.min(seen, part)
                : Math.min(bound.memory(), seen - bound.warmUp() + part);
    }

    /** How many times the usual it was of late; 1 in the warm-up. */
    double growth(LossBound bound) {
        return seen <= bound.warmUp() ? 1 : recent / usualAtLeast(bound);
    }

    boolean exceeds(LossBound bound) {
        return bound.factor() > 0 && growth(bound) > bound.factor();
    }

    private double usualAtLeast(LossBound bound) {
        return Math.max(Math.max(usual, bound.floor()), Double.MIN_NORMAL);
    }
}
