package io.monge.ot.benchmark;

import ai.djl.ndarray.NDManager;
import io.monge.ot.Sampler;
import io.monge.ot.tensor.Compute;

/** Two distributions on vectors (n, d), all that a solver may see. */
public interface UnpairedSamples {
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
}
