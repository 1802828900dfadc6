package io.monge.ot.benchmark;

/** Two distributions on vectors (n, d) and the true map of the quadratic cost between them. */
public interface BenchmarkPair extends UnpairedSamples {
    /** Points of P with their true images, for scoring only. */
    TestPoints test(long seed, int most);

    /**
     * Points with their true images.
     *
     * @param x (n, d) of P
     * @param y (n, d), y = T*(x)
     * @param sourceVariance total variance of P
     * @param targetVariance total variance of Q
     */
    record TestPoints(float[][] x, float[][] y, double sourceVariance, double targetVariance) {}
}
