package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientPenaltyTest {
    /**
     * f(z) = ⟨w, z⟩ has the gradient w everywhere: (‖w‖ - 1)², and 2 (‖w‖ - 1) w / ‖w‖ in w. At w =
     * 0, where a written-out norm gives NaN, the gradient is 0.
     */
    @ParameterizedTest
    @CsvSource({"3, 4, 16, 4.8, 6.4", "0, 0.5, 0.25, 0, -1", "0, 0, 1, 0, 0"})
    void ofALinearPotentialItHasItsClosedFormAndAtZeroNoNan(
            float a, float b, double penalty, double byA, double byB) {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            NDManager here = scope.manager();
            NDArray w = TorchOps.variable(TorchOps.upload(here, new float[] {a, b}, 1, 2));
            NDArray z = TorchOps.variable(TorchOps.upload(here, new float[] {1, 2, 3, 4}, 2, 2));

            NDArray value = GradientPenalty.penalty(y -> y.mul(w).sum(new int[] {1}), z);
            float[] gradient = TorchOps.grad(value, List.of(w)).get(0).toFloatArray();

            // Some roundings of float32.
            assertThat(TorchOps.value(value)).isCloseTo(penalty, within(1e-5));
            assertThat((double) gradient[0]).isCloseTo(byA, within(1e-5));
            assertThat((double) gradient[1]).isCloseTo(byB, within(1e-5));
        }
    }
}
