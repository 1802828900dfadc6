package io.monge.ot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdamTest {
    /** float32 against float64 over a few steps of size 0.1. */
    private static final double ROUNDING = 2e-6;

    private static final float[] START = {1, -2, 0.5f, 0};
    private static final float[][] GRADIENTS = {
        {0.1f, -3, 1e-6f, 0}, {-0.2f, 2, 1e-6f, 0}, {0.3f, 1, -1e-3f, 0}
    };

    @ParameterizedTest
    @CsvSource({"0.9, 0.999, 0", "0, 0.9, 0", "0.5, 0.99, 0.1"})
    void itFollowsItsRecurrence(double beta1, double beta2, double weightDecay) {
        try (NDManager root = Compute.cpu(1).openRoot()) {
            Parameters weights = weights(root, HostTensor.of(START, 4));
            Adam adam =
                    new Adam(root, weights, new Adam.Hyperparameters(beta1, beta2, weightDecay));
            double[] p = {START[0], START[1], START[2], START[3]};
            double[] m = new double[4];
            double[] v = new double[4];

            for (int t = 1; t <= GRADIENTS.length; t++) {
                apply(adam, root, GRADIENTS[t - 1], 0.1);
                for (int i = 0; i < 4; i++) {
                    double g = GRADIENTS[t - 1][i] + weightDecay * p[i];
                    m[i] = beta1 * m[i] + (1 - beta1) * g;
                    v[i] = beta2 * v[i] + (1 - beta2) * g * g;
                    double step = 0.1 / (1 - Math.pow(beta1, t)) * m[i];
                    p[i] -= step / (Math.sqrt(v[i]) / Math.sqrt(1 - Math.pow(beta2, t)) + 1e-8);
                }
            }

            float[] actual = weights.toHost().get("w").floats();
            for (int i = 0; i < 4; i++) {
                assertThat((double) actual[i]).isCloseTo(p[i], within(ROUNDING));
            }
        }
    }

    @Test
    void itContinuesFromItsMomentsBitForBit() {
        try (NDManager root = Compute.cpu(1).openRoot()) {
            Adam.Hyperparameters settings = new Adam.Hyperparameters(0.9, 0.999, 0);
            Parameters weights = weights(root, HostTensor.of(START, 4));
            Adam adam = new Adam(root, weights, settings);
            apply(adam, root, GRADIENTS[0], 0.1);
            Parameters copy = weights(root, weights.toHost().get("w"));
            Adam resumed = Adam.resume(root, copy, settings, adam.moments(), adam.updates());

            apply(adam, root, GRADIENTS[1], 0.1);
            apply(resumed, root, GRADIENTS[1], 0.1);

            assertThat(copy.toHost()).isEqualTo(weights.toHost());
        }
    }

    @Test
    void itTellsTheNormOfTheGradientItAppliesAndLeavesNothingBehind() {
        try (NDManager root = Compute.cpu(1).openRoot()) {
            Parameters weights = weights(root, HostTensor.of(START, 4));
            Adam adam = new Adam(root, weights, new Adam.Hyperparameters(0.9, 0.999, 0));
            assertThat(adam.gradientNorm()).isNaN();

            apply(adam, root, GRADIENTS[0], 0.1);
            int arrays = root.getManagedArrays().size();

            // Of one gradient the mean is itself.
            assertThat(adam.gradientNorm())
                    .isCloseTo(Math.sqrt(0.1 * 0.1 + 3 * 3), within(ROUNDING));
            assertThat(root.getManagedArrays()).hasSize(arrays);
        }
    }

    private static Parameters weights(NDManager root, HostTensor values) {
        return Parameters.trainable(root, Map.of("w", values), MemoryFormat.CONTIGUOUS);
    }

    private static void apply(Adam adam, NDManager root, float[] gradient, double learningRate) {
        try (GradientScope scope = GradientScope.recording(root)) {
            NDArray g = TorchOps.upload(scope.manager(), gradient, gradient.length);
            adam.apply(List.of(g), learningRate);
        }
    }
}
