package io.monge.ot.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.Oracle;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forward and backward passes against the reference's, with its weights. */
class NetworkOracleTest {
    /** float32 sums in another order: 1e-5 of the output's range forward, 1e-4 backward. */
    private static final double FORWARD = 1e-5;

    private static final double BACKWARD = 1e-4;

    @ParameterizedTest
    @CsvSource({
        "edsr_r2_f16_x2, 2, 1.0, CONTIGUOUS",
        "edsr_r2_f16_x4, 4, 1.0, CONTIGUOUS",
        "edsr_r2_f16_x4, 4, 1.0, CHANNELS_LAST",
        "edsr_r2_f16_x4_rs01, 4, 0.1, CHANNELS_LAST",
    })
    void edsrComputesWhatTheReferenceComputes(
            String name, int scale, double residualScale, MemoryFormat format) {
        Edsr spec = new Edsr(scale, 2, 16, residualScale, GlobalSkip.NONE, MapInit.UNIFORM);

        compare(Oracle.load(name), spec, format, weights -> spec.over(weights)::of);
    }

    @ParameterizedTest
    @CsvSource({
        "resnet_d_s32_nf8_max64, 32, 8, 64, CONTIGUOUS",
        "resnet_d_s32_nf8_max64, 32, 8, 64, CHANNELS_LAST",
        "resnet_d_s64_nf4_max32, 64, 4, 32, CHANNELS_LAST",
    })
    void resNetComputesWhatTheReferenceComputes(
            String name, int size, int filters, int maxFilters, MemoryFormat format) {
        ResNet spec = new ResNet(size, filters, maxFilters, 0.1, 0.2);

        compare(
                Oracle.load(name),
                spec,
                format,
                weights -> y -> spec.over(weights).of(y).expandDims(1));
    }

    private interface Function {
        NDArray of(NDArray x);
    }

    private interface Opening {
        Function over(Parameters weights);
    }

    private static void compare(
            Oracle oracle, NetworkSpec spec, MemoryFormat format, Opening opening) {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            Parameters weights =
                    Parameters.trainable(
                            root, oracle.part("param.", spec.shapes().keySet()), format);
            NDArray x = TorchOps.variable(upload(scope.manager(), oracle.get("input")));

            NDArray output = opening.over(weights).of(Layers.inFormat(x, format));

            assertThat(oracle.error(output, "output")).as("output").isLessThan(FORWARD);

            NDArray cotangent = upload(scope.manager(), oracle.get("cotangent"));
            List<NDArray> variables = new ArrayList<>(weights.arrays());
            variables.add(x);
            List<NDArray> gradients = TorchOps.grad(output.mul(cotangent).sum(), variables);

            List<String> names = weights.names();
            for (int i = 0; i < names.size(); i++) {
                assertThat(oracle.error(gradients.get(i), "grad.param." + names.get(i)))
                        .as("gradient of " + names.get(i))
                        .isLessThan(BACKWARD);
            }
            assertThat(oracle.error(gradients.get(names.size()), "grad.input"))
                    .as("gradient of the input")
                    .isLessThan(BACKWARD);
        }
    }

    private static NDArray upload(NDManager scope, HostTensor tensor) {
        return TorchOps.upload(scope, tensor.floats(), tensor.shape());
    }
}
