package io.monge.ot.metric;

/**
 * Fréchet distance of two sets of features by their normal fits (Heusel et al. 2017); with {@code
 * InceptionFeatures} this is FID. Squared units of the features, at least 0 up to rounding.
 */
public final class FrechetDistance {

    private FrechetDistance() {}

    /**
     * @param features (n, d), n at least 2
     * @param others (m, d), m at least 2
     */
    public static double between(float[][] features, float[][] others) {
        return between(StreamingMoments.of(features), StreamingMoments.of(others));
    }

    /** The same from moments gathered batch by batch. */
    public static double between(Gaussian features, Gaussian others) {
        return features.squaredDistance(others);
    }
}
