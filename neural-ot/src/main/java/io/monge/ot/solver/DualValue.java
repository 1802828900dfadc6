package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.ConvexPotential;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.util.List;

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

    /** Of so many conjugates all steps are in memory at a time. */
    private static final int ROWS_AT_ONCE = 256;

    /**
     * @param states of solvers of this specification; the mean of their ψ is judged
     * @param source samples of P in the solver's coordinates
     * @param target samples of Q, likewise
     * @param n how many of each
     */
    public static DualValue of(
            SemiDual spec,
            List<SolverState> states,
            Compute compute,
            Sampler source,
            Sampler target,
            int n) {
        try (NDManager root = compute.openRoot()) {
            ConvexPotential psi =
                    new MeanPotential(
                            states.stream().map(state -> psi(spec, state, root, compute)).toList());
            Sums sums = new Sums();
            for (int from = 0; from < n; from += ROWS_AT_ONCE) {
                int rows = Math.min(ROWS_AT_ONCE, n - from);
                try (GradientScope scope = GradientScope.frozen(root)) {
                    NDArray x = source.sample(scope.manager(), rows);
                    sums.add(psi, x, target.sample(scope.manager(), rows));
                }
            }
            return new DualValue(sums.objective / n, sums.residual / sums.square);
        }
    }

    private static ConvexPotential psi(
            SemiDual spec, SolverState state, NDManager root, Compute compute) {
        SolverAssembly parts = new SolverAssembly(root, state, compute.memoryFormat());
        return spec.convex().over(parts.weights(SemiDualSolver.PSI + ".", spec.convex()));
    }

    private static final class Sums {
        private double objective;
        private double residual;
        private double square;

        private void add(ConvexPotential psi, NDArray x, NDArray y) {
            Conjugation.Point found = PATIENT.of(psi, y, y);
            double conjugate = sum(found.at().mul(y)) - sum(psi.of(found.at()));
            objective += sum(psi.of(x)) + conjugate;
            residual += sum(found.residual().square());
            square += sum(y.square());
        }

        private static double sum(NDArray values) {
            return TorchOps.value(values.sum());
        }
    }
}
