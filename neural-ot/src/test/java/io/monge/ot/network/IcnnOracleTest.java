package io.monge.ot.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.ConvexPotential;
import io.monge.ot.HostTensor;
import io.monge.ot.Oracle;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convex networks: ψ, ∇ψ, and the second-order gradient of a loss on ∇ψ. */
class IcnnOracleTest {
    private static final double FORWARD = 1e-5;
    private static final double FIRST_ORDER = 1e-4;
    private static final double SECOND_ORDER = 1e-3;

    /** The files do not name κ; it is the number that explains their ψ(x). */
    private static final double KAPPA = 0.01;

    @ParameterizedTest
    @CsvSource({
        "icnn_w2b_dense_r1_celu, 1, CELU", "icnn_w2b_dense_r3_celu, 3, CELU",
        "icnn_w2b_dense_r2_softplus, 2, SOFTPLUS", "icnn_w2b_dense_r2_relu, 2, RELU",
    })
    void theBenchmarksDenseNetworkIsTheReferences(
            String name, int rank, ConvexActivation activation) {
        compare(
                name,
                new DenseIcnn(
                        4, List.of(8, 8, 6), rank, KAPPA, activation, 0, 0.1, DenseIcnn.Names.W2B));
    }

    @Test
    void w2gnsDenseNetworkIsTheReferences() {
        String name = "icnn_w2gn_dense";
        compare(
                name,
                new DenseIcnn(
                        3,
                        List.of(10, 8, 6),
                        2,
                        KAPPA,
                        ConvexActivation.CELU,
                        0,
                        0.1,
                        DenseIcnn.Names.W2GN));
    }

    @Test
    void theConvolutionalNetworkForSixtyFourPixelsIsTheReferences() {
        compare("icnn_conv64_div32", new ConvIcnn64(4, 4, 0.01, 0));
    }

    @Test
    void theConvolutionalNetworkForHundredTwentyEightPixelsIsTheReferences() {
        compare("icnn_conv128_div16", new ConvIcnn128(8));
    }

    private static void compare(String name, ConvexSpec spec) {
        Oracle oracle = Oracle.load(name);
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            Parameters weights =
                    Parameters.trainable(
                            root,
                            oracle.part("param.", spec.shapes().keySet()),
                            MemoryFormat.CONTIGUOUS);
            ConvexPotential psi = spec.over(weights);
            NDArray x = TorchOps.variable(upload(scope.manager(), oracle.get("input")));

            NDArray value = psi.of(x).reshape(oracle.get("output").shape());
            NDArray push = psi.push(x);
            NDArray target = upload(scope.manager(), oracle.get("target"));
            NDArray loss = push.sub(target).square().mean();
            List<NDArray> variables = new ArrayList<>(weights.arrays());
            variables.add(x);
            List<NDArray> gradients = TorchOps.grad(loss, variables);

            double second = 0;
            List<String> names = weights.names();
            for (int i = 0; i < names.size(); i++) {
                String wanted = "grad.param." + names.get(i);
                if (oracle.has(wanted)) { // ∇ψ does not depend on some biases
                    second = Math.max(second, oracle.error(gradients.get(i), wanted));
                }
            }
            double input = oracle.error(gradients.get(names.size()), "grad.input");
            double forward = oracle.error(value, "output");
            double first = oracle.error(push, "push");
            System.out.printf(
                    "%s: psi %.1e, push %.1e, second order %.1e, input %.1e%n",
                    name, forward, first, second, input);
            assertThat(forward).isLessThan(FORWARD);
            assertThat(first).isLessThan(FIRST_ORDER);
            assertThat(oracle.error(loss, "loss")).isLessThan(FIRST_ORDER);
            assertThat(second).isLessThan(SECOND_ORDER);
            assertThat(input).isLessThan(SECOND_ORDER);

            psi.project();
            for (String weight : names) {
                boolean clamped = oracle.has("convexified." + weight);
                assertThat(spec.isConvexWeight(weight)).as(weight).isEqualTo(clamped);
                if (clamped) {
                    assertThat(oracle.error(weights.get(weight), "convexified." + weight)).isZero();
                }
            }
        }
    }

    private static NDArray upload(NDManager scope, HostTensor tensor) {
        return TorchOps.upload(scope, tensor.floats(), tensor.shape());
    }
}
