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
     * ResNet_D's one number at full size, the sum of 8192 terms of both signs: it is 0.0028, their
     * magnitudes sum to 3.2. The file is 1.4e-5 of it away from the value in float64, and PyTorch
     * 2.13's float32 1.6e-5 away from the file.
     */
    SINGLE_SUM(5e-5),
    FIRST_GRADIENT(1e-4),
    SECOND_ORDER(1e-3),
    /** Losses of a training, over its few iterations. */
    TRACE_LOSS(1e-4),
    /** Weights at the end of a training: the mean difference per weight, in learning rates. */
    TRACE_WEIGHT(1e-3);

    private final double most;

    Tolerance(double most) {
        this.most = most;
    }

    /** The greatest error allowed. */
    public double most() {
        return most;
    }
}
