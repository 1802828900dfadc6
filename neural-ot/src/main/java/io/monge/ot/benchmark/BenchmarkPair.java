package io.monge.ot.benchmark;

import io.monge.ot.Sampler;

/** Two distributions on vectors (n, d) and the true map of the quadratic cost between them. */
public interface BenchmarkPair {
    /** d. */
    int dimension();

    /** Endless samples of P; equal seeds give equal draws. */
    Sampler source(long seed);

    /** Endless samples of Q, independent of the source's. */
    Sampler target(long seed);

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
