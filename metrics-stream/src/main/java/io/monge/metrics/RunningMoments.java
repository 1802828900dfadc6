package io.monge.metrics;

/**
 * Count, mean, spread and range of the values seen so far, in one pass (Welford; merging: Chan et
 * al.). The same values in any order and any grouping give the same result up to rounding.
 *
 * @param count values seen
 * @param mean arithmetic mean; 0 if there is none
 * @param squares sum of squared distances from the mean
 * @param min least value; +infinity if there is none
 * @param max greatest value; -infinity if there is none
 */
record RunningMoments(long count, double mean, double squares, double min, double max) {

    static final RunningMoments NONE =
            new RunningMoments(0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    RunningMoments with(double value) {
        double delta = value - mean;
        double mean = this.mean + delta / (count + 1);
        double squares = this.squares + delta * (value - mean);
        return new RunningMoments(
                count + 1, mean, squares, Math.min(min, value), Math.max(max, value));
    }

    RunningMoments merge(RunningMoments other) {
        if (count == 0 || other.count == 0) {
            return count == 0 ? other : this;
        }
        long total = count + other.count;
        double delta = other.mean - mean;
        return new RunningMoments(
                total,
                mean + delta * other.count / total,
                squares + other.squares + delta * delta * count * other.count / total,
                Math.min(min, other.min),
                Math.max(max, other.max));
    }

    /** Standard deviation, divided by n. */
    double deviation() {
        return count == 0 ? 0 : Math.sqrt(squares / count);
    }
}
