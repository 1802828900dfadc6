package io.monge.ot.solver;

/**
 * weight · mean (‖∇f(z)‖ - 1)² at points z between T(x) and y: f approximately 1-Lipschitz.
 *
 * @param weight λ_GP, at least 0; 10 in the paper
 */
public record GradientPenalty(double weight) implements PotentialConstraint {
    public GradientPenalty {
        if (!(weight >= 0)) {
            throw new IllegalArgumentException("weight is " + weight + ", must be at least 0");
        }
    }
}
