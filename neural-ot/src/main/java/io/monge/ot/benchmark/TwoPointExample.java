package io.monge.ot.benchmark;

/**
 * Example 1 of the paper: P = ½ δ0 + ½ δ2, Q = ½ δ1 + ½ δ3, c = |x - y|, and the squared
 * Wasserstein distance as D. The regularised map is biased, the transport map is not.
 */
public final class TwoPointExample {
    private TwoPointExample() {}

    /**
     * Images of the two points of P.
     *
     * @param ofZero T(0)
     * @param ofTwo T(2)
     */
    public record Map(double ofZero, double ofTwo) {}

    /** The optimal transport map: T(0) = 1, T(2) = 3. */
    public static Map optimal() {
        return new Map(1, 3);
    }

    /** λ R_c(T) + W₂²(T#P, Q), eq. (1) of the example; both on a line, so W₂ pairs in order. */
    public static double objective(double lambda, Map map) {
        double content = (Math.abs(map.ofZero()) + Math.abs(map.ofTwo() - 2)) / 2;
        double low = Math.min(map.ofZero(), map.ofTwo());
        double high = Math.max(map.ofZero(), map.ofTwo());
        double distance = ((low - 1) * (low - 1) + (high - 3) * (high - 3)) / 2;
        return lambda * content + distance;
    }

    /**
     * The closed form of the paper: T(0) = 1 - λ/2, T(2) = 3 - λ/2.
     *
     * @param lambda in [0, 2]
     */
    public static Map regularized(double lambda) {
        if (!(lambda >= 0 && lambda <= 2)) {
            throw new IllegalArgumentException("lambda is " + lambda + ", must be in [0, 2]");
        }
        return new Map(1 - lambda / 2, 3 - lambda / 2);
    }
}
