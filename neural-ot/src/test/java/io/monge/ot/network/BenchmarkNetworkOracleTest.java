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
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Forward and backward passes of the other networks against the reference's. */
class BenchmarkNetworkOracleTest {
    /** float32 sums in another order: 1e-5 of the output's range forward, 1e-4 backward. */
    private static final double FORWARD = 1e-5;

    private static final double BACKWARD = 1e-4;

    @ParameterizedTest
    @CsvSource({
        "unet_b8_train, 8, BILINEAR, TRAINING, CONTIGUOUS",
        "unet_b8_train, 8, BILINEAR, TRAINING, CHANNELS_LAST",
        "unet_b8_eval, 8, BILINEAR, EVALUATION, CHANNELS_LAST",
        "unet_b8_eval_odd, 8, BILINEAR, EVALUATION, CHANNELS_LAST",
        "unet_b4_convtranspose_eval, 4, TRANSPOSED, EVALUATION, CHANNELS_LAST",
    })
    void uNetComputesWhatTheReferenceComputes(
            String name, int base, UNet.Expansion expansion, Mode mode, MemoryFormat format) {
        UNet spec = new UNet(3, 3, base, expansion);

        compare(name, spec, format, weights -> new UNetMap(weights, () -> mode)::of);
    }

    @ParameterizedTest
    @CsvSource({
        "resnet_g_z8_s16_nf4_train, TRAINING",
        "resnet_g_z8_s16_nf4_eval, EVALUATION",
    })
    void theGeneratorComputesWhatTheReferenceComputes(String name, Mode mode) {
        ResNetGenerator spec = new ResNetGenerator(8, 16, 4, 16);

        compare(
                name,
                spec,
                MemoryFormat.CONTIGUOUS,
                weights -> new ResNetGeneratorMap(spec, weights, () -> mode)::of);
    }

    @ParameterizedTest
    @EnumSource(MemoryFormat.class)
    void sotsGeneratorComputesWhatTheReferenceComputes(MemoryFormat format) {
        SotGenerator spec = new SotGenerator(8, 4, 4);

        compare("sot_netg_f8", spec, format, weights -> spec.over(weights)::of);
    }

    @ParameterizedTest
    @EnumSource(MemoryFormat.class)
    void sotsCriticComputesWhatTheReferenceComputes(MemoryFormat format) {
        SotCritic spec = new SotCritic(List.of(4, 4, 8, 8, 8, 8, 8, 8, 8, 8), 16);

        compare("sot_netd_thin", spec, format, weights -> spec.over(weights)::of);
    }

    @Test
    void edsrTimesThreeComputesWhatTheReferenceComputes() {
        Edsr spec = Edsr.reference(3, 2, 16);

        compare(
                "edsr_r2_f16_x3",
                spec,
                MemoryFormat.CHANNELS_LAST,
                weights -> spec.over(weights)::of);
    }

    @Test
    void theSmallestResNetComputesWhatTheReferenceComputes() {
        ResNet spec = new ResNet(16, 4, 16, 0.1, 0.2);

        compare(
                "resnet_d_s16_nf4_max16",
                spec,
                MemoryFormat.CHANNELS_LAST,
                weights -> y -> spec.over(weights).of(y).expandDims(1));
    }

    private static void compare(
            String name,
            NetworkSpec spec,
            MemoryFormat format,
            Function<Parameters, UnaryOperator<NDArray>> opening) {
        Oracle oracle = Oracle.load(name);
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            Parameters weights =
                    Parameters.trainable(
                            root, oracle.part("param.", spec.shapes().keySet()), format);
            NDArray x = TorchOps.variable(upload(scope.manager(), oracle.get("input")));

            NDArray output = opening.apply(weights).apply(Layers.inFormat(x, format));

            double forward = oracle.error(output, "output");
            double backward = 0;
            NDArray cotangent = upload(scope.manager(), oracle.get("cotangent"));
            List<NDArray> variables = new ArrayList<>(weights.arrays());
            variables.add(x);
            List<NDArray> gradients = TorchOps.grad(output.mul(cotangent).sum(), variables);
            List<String> trained =
                    weights.names().stream().filter(n -> !Parameters.isBuffer(n)).toList();
            for (int i = 0; i < trained.size(); i++) {
                String wanted = "grad.param." + trained.get(i);
                backward = Math.max(backward, error(oracle, gradients.get(i), wanted));
            }
            double input = oracle.error(gradients.get(trained.size()), "grad.input");
            double buffers = 0;
            for (String buffer : weights.names()) {
                if (oracle.has("after." + buffer)) {
                    buffers =
                            Math.max(buffers, oracle.error(weights.get(buffer), "after." + buffer));
                }
            }
            System.out.printf(
                    "%s: forward %.1e, weights %.1e, input %.1e, buffers %.1e%n",
                    name, forward, backward, input, buffers);
            assertThat(forward).as("output").isLessThan(FORWARD);
            assertThat(backward).as("gradients of the weights").isLessThan(BACKWARD);
            assertThat(input).as("gradient of the input").isLessThan(BACKWARD);
            assertThat(buffers).as("running statistics").isLessThan(FORWARD);
        }
    }

    private static double error(Oracle oracle, NDArray gradient, String wanted) {
        if (!oracle.has(wanted)) { // MPRNet's other stages: stored, never used
            return greatest(TorchOps.detach(gradient).toFloatArray());
        }
        boolean normalisedByTheBatch =
                oracle.has("after.inc.double_conv.1.running_mean")
                        || oracle.has("after.bn1d.running_mean");
        if (normalisedByTheBatch && wanted.matches(".*(double_conv.[03]|fc).bias")) {
            // A bias before a normalisation by the batch has no effect: its gradient is the noise
            // of sums as large as the weight's.
            String weight = wanted.replace(".bias", ".weight");
            return greatest(TorchOps.detach(gradient).toFloatArray())
                    / greatest(oracle.get(weight).floats());
        }
        return oracle.error(gradient, wanted);
    }

    private static double greatest(float[] values) {
        double greatest = 0;
        for (float value : values) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        return greatest;
    }

    private static NDArray upload(NDManager scope, HostTensor tensor) {
        return TorchOps.upload(scope, tensor.floats(), tensor.shape());
    }
}
