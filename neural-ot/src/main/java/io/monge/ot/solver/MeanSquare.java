package io.monge.ot.solver;

/**
 * weight · mean f² over both batches: a guard that keeps |f| bounded without shaping it.
 *
 * @param weight at least 0; 0.01 is enough
 */
public record MeanSquare(double weight) implements PotentialConstraint {
    public MeanSquare {
        if (!(weight >= 0)) {
            throw new IllegalArgumentException("weight is " + weight + ", must be at least 0");
        }
    }
}
