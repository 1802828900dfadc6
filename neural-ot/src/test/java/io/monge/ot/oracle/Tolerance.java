package io.monge.ot.oracle;

/**
 * How far apart float32 implementations may be, relative to the greatest expected magnitude of the
 * array. Sums run in other orders; each order of differentiation costs digits.
 */
public enum Tolerance {
    /** Integers, permutations, pixels. */
    EXACT(0),
    /** Values that both sides compute in float64, and print or store with fewer digits. */
    DOUBLE(1e-9),
    FORWARD(1e-5),
    /**
     * A potential's one number, which has no range of an output to be relative to: at full size it
     * is 0.0028, the sum of 8192 terms of both signs whose magnitudes sum to 3.2, and the
     * reference's own float32 is 1.4e-5 of it away from the value in float64.
     */
    SINGLE_SUM(1e-4),
    FIRST_GRADIENT(1e-4),
    SECOND_ORDER(1e-3),
    /** Losses of a training, over its few iterations. */
    TRACE_LOSS(1e-4),
    /**
     * Weights at the end of a training: the mean difference per weight, in learning rates. Adam
     * divides by the gradient's size, so where a gradient is all rounding noise a single weight may
     * end anywhere within a step.
     */
    TRACE_WEIGHT(5e-2);

    private final double most;

    Tolerance(double most) {
        this.most = most;
    }

    double most() {
        return most;
    }
}
