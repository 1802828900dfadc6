package io.monge.ot.solver;

/**
 * Pre-training of ∇ψ to the identity, on source samples times a factor.
 *
 * @param mostSteps most steps; 0 = none
 * @param tolerance mean ‖∇ψ(x) - x‖² per sample below which it stops
 * @param spread factor: 3 for Gaussians, 1 for the toys
 * @param optimizer its own Adam
 */
public record IdentityStart(
        int mostSteps, double tolerance, double spread, OptimizerSpec optimizer) {
    public IdentityStart {
        if (mostSteps < 0) {
            throw new IllegalArgumentException(
                    "mostSteps is " + mostSteps + ", must be at least 0");
        }
        if (!(tolerance >= 0 && spread > 0)) {
            throw new IllegalArgumentException(
                    "tolerance is %s and spread %s, must be at least 0 and above 0"
                            .formatted(tolerance, spread));
        }
    }

    /** W2GN's: at most 10,000 steps of Adam 1e-3 (0.8, 0.9) to 3e-5. */
    public static IdentityStart w2gn(double spread) {
        return new IdentityStart(
                10_000, 3e-5, spread, new OptimizerSpec(LearningRate.constant(1e-3), 0.8, 0.9, 0));
    }
}
