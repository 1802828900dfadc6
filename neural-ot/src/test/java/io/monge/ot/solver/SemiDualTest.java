package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.ConvexPotential;
import io.monge.ot.network.ConvexActivation;
import io.monge.ot.network.ResidualIcnn;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.Convexity;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SemiDualTest {
    private static final Compute CPU = Compute.cpu(1);

    @Test
    void theConjugateOfAQuadraticFormIsReachedInItsClosedForm() {
        float[] curvatures = {0.1f, 1, 7};
        float[] y = {1, -2, 3, 0.5f, 0, -4};
        try (NDManager root = CPU.openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            NDArray h = TorchOps.upload(scope.manager(), curvatures, 1, 3);
            NDArray rows = TorchOps.upload(scope.manager(), y, 2, 3);

            Conjugation.Point found =
                    new Conjugation(60, 1e-12).of(new Quadratic(h), rows, rows.zerosLike());

            float[] at = found.at().toFloatArray();
            for (int i = 0; i < y.length; i++) {
                // condition 70 in float32: a millionth of the residual, times 1/0.1
                assertThat(at[i]).isCloseTo(y[i] / curvatures[i % 3], within(1e-3f));
            }
        }
    }

    @Test
    void moreStepsAreTakenOnlyWhereTheUsualNumberIsNotEnough() {
        float[] curvatures = {0.05f, 1, 9};
        float[] y = {1, -2, 3};
        try (NDManager root = CPU.openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            NDArray h = TorchOps.upload(scope.manager(), curvatures, 1, 3);
            NDArray rows = TorchOps.upload(scope.manager(), y, 1, 3);
            Quadratic patient = new Quadratic(h);
            Quadratic hasty = new Quadratic(h);

            NDArray left = new Conjugation(4, 1e-3).of(patient, rows, rows.zerosLike()).residual();
            new Conjugation(4, 10).of(hasty, rows, rows.zerosLike());

            assertThat(hasty.gradients).isEqualTo(5);
            assertThat(patient.gradients).isBetween(6, 33);
            assertThat(left.square().mean().getFloat())
                    .isLessThan(1e-3f * rows.square().mean().getFloat());
        }
    }

    @Test
    void whatIsLeftUnsolvedIsNotForThePotentialToLearnFrom() {
        float[] curvatures = {0.001f, 1, 90}; // too far apart for a few steps
        float[] y = {1, -2, 3};
        try (NDManager root = CPU.openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            NDArray h = TorchOps.upload(scope.manager(), curvatures, 1, 3);
            NDArray rows = TorchOps.upload(scope.manager(), y, 1, 3);
            NDArray zero = rows.zerosLike();

            assertThat(new Conjugation(1, 1e-3).of(new Quadratic(h), rows, zero).usable())
                    .isFalse();
            assertThat(new Conjugation(60, 1e-3).of(new Quadratic(h), rows, zero).usable())
                    .isTrue();
            assertThat(new Conjugation(0, 1e-3).of(new Quadratic(h), rows, zero).usable())
                    .as("the game without refinement")
                    .isTrue();
        }
    }

    /** ½ Σ h_i u_i², counting its gradients. */
    private static final class Quadratic implements ConvexPotential {
        private final NDArray curvatures;
        private int gradients;

        Quadratic(NDArray curvatures) {
            this.curvatures = curvatures;
        }

        @Override
        public NDArray of(NDArray u) {
            return TorchOps.scale(u.mul(push(u)).sum(new int[] {1}), 0.5);
        }

        @Override
        public NDArray push(NDArray u) {
            gradients++;
            return u.mul(curvatures);
        }

        @Override
        public void project() {}
    }

    @ParameterizedTest
    @EnumSource(ConvexActivation.class)
    void theResidualNetworkIsConvexAndStartsNearTheIdentity(ConvexActivation activation) {
        ResidualIcnn spec = new ResidualIcnn(3, List.of(16, 16, 8), 0.02, activation);
        try (NDManager root = CPU.openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            Parameters weights =
                    Parameters.frozen(root, spec.initialWeights(5), MemoryFormat.CONTIGUOUS);
            ConvexPotential psi = spec.over(weights);
            NDArray u = VectorRuns.gaussian(3, 2, 1).sample(scope.manager(), 500);
            NDArray v = VectorRuns.gaussian(3, 2, 2).sample(scope.manager(), 500);

            NDArray middle = psi.of(TorchOps.scale(u.add(v), 0.5));
            NDArray chord = TorchOps.scale(psi.of(u).add(psi.of(v)), 0.5);
            NDArray sag = TorchOps.scale(Convexity.squareNorm(u.sub(v)), 0.02 / 8);

            // κ-strongly convex: the chord is above by κ/8 ‖u - v‖²; float32 values of size 10
            assertThat(chord.sub(middle).sub(sag).min().getFloat()).isGreaterThan(-1e-4f);
            double moved = Convexity.squareNorm(psi.push(u).sub(u)).mean().getFloat();
            assertThat(moved).isLessThan(0.5 * Convexity.squareNorm(u).mean().getFloat());
        }
    }

    @ParameterizedTest
    @EnumSource(ConvexActivation.class)
    void itsGradientIsThatOfFiniteDifferences(ConvexActivation activation) {
        ResidualIcnn spec = new ResidualIcnn(2, List.of(8, 6, 4), 0.02, activation);
        float h = 1e-2f;
        try (NDManager root = CPU.openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            Parameters weights =
                    Parameters.frozen(root, spec.initialWeights(3), MemoryFormat.CONTIGUOUS);
            ConvexPotential psi = spec.over(weights);
            float[] around = {0.3f + h, -0.7f, 0.3f - h, -0.7f, 0.3f, -0.7f + h, 0.3f, -0.7f - h};
            float[] f = psi.of(TorchOps.upload(scope.manager(), around, 4, 2)).toFloatArray();
            NDArray x = TorchOps.upload(scope.manager(), new float[] {0.3f, -0.7f}, 1, 2);
            float[] gradient = psi.push(x).toFloatArray();

            // differences of float32 values of size 1 over 0.02: 1e-5, and h² of the third order
            assertThat(gradient[0]).isCloseTo((f[0] - f[1]) / (2 * h), within(1e-3f));
            assertThat(gradient[1]).isCloseTo((f[2] - f[3]) / (2 * h), within(1e-3f));
        }
    }
}
