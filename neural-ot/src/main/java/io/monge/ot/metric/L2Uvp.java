package io.monge.ot.metric;

/**
 * Unexplained variance of a map in L2 (Korotin et al. 2021), in %: 100·mean‖T̂(x) − T*(x)‖² /
 * Var(Q), Var being the sum of the coordinates' population variances of the target. 0 is the true
 * map, 100 is what the constant map to Q's mean scores.
 */
public final class L2Uvp {

    private L2Uvp() {}

    /**
     * The score of a map on points whose true images are known.
     *
     * @param pushed (n, d) T̂(x)
     * @param truth (n, d) T*(x), row by row
     * @param targetVariance {@link #variance} of Q, estimated once on many samples
     */
    public static double percent(float[][] pushed, float[][] truth, double targetVariance) {
        if (!(targetVariance > 0)) {
            throw new IllegalArgumentException(
                    "the target's variance must be above 0, it is " + targetVariance);
        }
        return 100 * Moments.meanSquaredDistance(pushed, truth) / targetVariance;
    }

    /**
     * Total variance of a distribution from samples.
     *
     * @param samples (n, d)
     */
    public static double variance(float[][] samples) {
        return Moments.totalVariance(samples);
    }
}
