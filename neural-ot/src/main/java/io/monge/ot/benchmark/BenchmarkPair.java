package io.monge.ot.benchmark;

import ai.djl.ndarray.NDManager;
import io.monge.ot.Sampler;
import io.monge.ot.tensor.Compute;

/** Two distributions on vectors (n, d) and the true map of the quadratic cost between them. */
public interface BenchmarkPair {
    /** d. */
    int dimension();

    /** Endless samples of P; equal seeds give equal draws. */
    Sampler source(long seed);

    /** Endless samples of Q, independent of the source's. */
    Sampler target(long seed);

    /**
     * What may be looked at before the training starts: all samples if they are finitely many, else
     * draws. Rows of P and Q do not belong together.
     */
    default TrainingPoints training(long seed, int most) {
        try (NDManager scope = Compute.cpu(0).openRoot()) {
            return new TrainingPoints(
                    Rows.of(source(seed).sample(scope, most).toFloatArray(), dimension()),
                    Rows.of(target(seed).sample(scope, most).toFloatArray(), dimension()));
        }
    }

    /**
     * Unpaired samples.
     *
     * @param x (n, d) of P
     * @param y (m, d) of Q
     */
    record TrainingPoints(float[][] x, float[][] y) {}

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
