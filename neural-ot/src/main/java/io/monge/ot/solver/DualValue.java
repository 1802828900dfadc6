package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.ConvexPotential;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;

/**
 * The objective of {@link SemiDual} on samples that were not trained on: mean ψ(x) + mean ψ*(y). It
 * needs no true map, is least for the Kantorovich potential, and exceeds that by at least half the
 * mean square error of ∇ψ over ψ's largest curvature: the smaller, the better.
 *
 * @param value mean ψ(x) + mean ψ*(y)
 * @param unsolved mean ‖y - ∇ψ(û)‖² over mean ‖y‖²: an unsolved conjugate makes the value too small
 */
public record DualValue(double value, double unsolved) {
    /** As long as it takes: this is done once, not at every step. */
    private static final Conjugation PATIENT = new Conjugation(60, 1e-6);

    /**
     * @param state of a solver of this specification
     * @param source samples of P in the solver's coordinates
     * @param target samples of Q, likewise
     * @param n how many of each
     */
    public static DualValue of(
            SemiDual spec,
            SolverState state,
            Compute compute,
            Sampler source,
            Sampler target,
            int n) {
        try (NDManager root = compute.openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            SolverAssembly parts = new SolverAssembly(root, state, compute.memoryFormat());
            ConvexPotential psi =
                    spec.convex().over(parts.weights(SemiDualSolver.PSI + ".", spec.convex()));
            NDArray x = source.sample(scope.manager(), n);
            NDArray y = target.sample(scope.manager(), n);
            Conjugation.Point found = PATIENT.of(psi, y, y);
            double correlation = mean(found.at().mul(y).sum(new int[] {1}));
            return new DualValue(
                    mean(psi.of(x)) + correlation - mean(psi.of(found.at())),
                    mean(found.residual().square()) / mean(y.square()));
        }
    }

    private static double mean(NDArray values) {
        return TorchOps.value(values.mean());
    }
}
