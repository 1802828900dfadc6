package io.monge.ot.metric;

/**
 * Unexplained variance of a push-forward by second moments alone, in %: 100 · BW²(T#P, Q) / Var(Q)
 * (BW₂²-UVP of Korotin et al. 2021, who halve both). It needs no true map, and is 0 whenever mean
 * and covariance agree, so a small value is necessary, not sufficient.
 */
public final class BuresWassersteinUvp {

    private BuresWassersteinUvp() {}

    /**
     * @param pushed moments of T(x), x ~ P
     * @param target moments of Q
     */
    public static double percent(Gaussian pushed, Gaussian target) {
        double variance = target.variance();
        if (!(variance > 0)) {
            throw new IllegalArgumentException(
                    "the target's variance must be above 0, it is " + variance);
        }
        return 100 * pushed.squaredDistance(target) / variance;
    }
}
