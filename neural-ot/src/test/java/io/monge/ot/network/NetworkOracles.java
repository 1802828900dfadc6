package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.OracleGroup;
import io.monge.ot.oracle.Tolerance;
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

/** Dumps of single networks: weights, input, output, and all gradients of Σ output · cotangent. */
public final class NetworkOracles {
    private NetworkOracles() {}

    /** Opens a network on weights. */
    private interface Opening extends Function<Parameters, UnaryOperator<NDArray>> {}

    public static List<OracleGroup> groups() {
        return List.of(
                OracleGroup.of("edsr_.*", NetworkOracles::edsr),
                OracleGroup.of("resnet_d_(?!gradient_penalty).*", NetworkOracles::resNet),
                OracleGroup.of("unet_.*", NetworkOracles::uNet),
                OracleGroup.of("resnet_g_.*", NetworkOracles::generator),
                OracleGroup.of("sot_netg_.*", NetworkOracles::sotGenerator),
                OracleGroup.of("sot_netd_.*", NetworkOracles::sotCritic),
                OracleGroup.of("w2gn_lenet.*", NetworkOracles::leNet),
                OracleGroup.of("w2gn_autoencoder_.*", NetworkOracles::autoencoder),
                OracleGroup.of("icnn_.*", IcnnOracle::check));
    }

    private static void edsr(OracleFile file, Findings findings) {
        int scale = file.extent("output", 2) / file.extent("input", 2);
        Edsr spec = ReferenceSpecs.edsr(file, "param.", scale);
        compare(file, spec, weights -> spec.over(weights)::of, findings);
    }

    private static void resNet(OracleFile file, Findings findings) {
        ResNet spec = ReferenceSpecs.resNet(file, "param.", file.extent("input", 2));
        compare(file, spec, weights -> y -> spec.over(weights).of(y).expandDims(1), findings);
    }

    private static void uNet(OracleFile file, Findings findings) {
        UNet spec = ReferenceSpecs.uNet(file, "param.");
        compare(file, spec, weights -> new UNetMap(weights, () -> mode(file))::of, findings);
    }

    private static void generator(OracleFile file, Findings findings) {
        ResNetGenerator spec = ReferenceSpecs.generator(file, "param.", file.extent("output", 2));
        compare(
                file,
                spec,
                weights -> new ResNetGeneratorMap(spec, weights, () -> mode(file))::of,
                findings);
    }

    private static void sotGenerator(OracleFile file, Findings findings) {
        SotGenerator spec = ReferenceSpecs.sotGenerator(file, "param.");
        compare(file, spec, weights -> spec.over(weights)::of, findings);
    }

    private static void sotCritic(OracleFile file, Findings findings) {
        SotCritic spec = ReferenceSpecs.sotCritic(file, "param.");
        compare(file, spec, weights -> spec.over(weights)::of, findings);
    }

    private static void leNet(OracleFile file, Findings findings) {
        LeNet spec = ReferenceSpecs.leNet(file, "param.");
        compare(file, spec, weights -> image -> joined(spec.over(weights).of(image)), findings);
    }

    /** As the files have them: logits, then features. */
    private static NDArray joined(LeNet.Output output) {
        return output.logits().concat(output.features(), 1);
    }

    private static void autoencoder(OracleFile file, Findings findings) {
        Autoencoder spec = ReferenceSpecs.autoencoder(file, "param.");
        compare(file, spec, weights -> new AutoencoderMap(weights, () -> mode(file))::of, findings);
    }

    private static Mode mode(OracleFile file) {
        return "True".equals(file.metadata().get("train")) ? Mode.TRAINING : Mode.EVALUATION;
    }

    private static void compare(
            OracleFile file, NetworkSpec spec, Opening opening, Findings findings) {
        for (MemoryFormat format : MemoryFormat.values()) {
            compare(file, spec, opening, findings, format);
        }
    }

    private static void compare(
            OracleFile file,
            NetworkSpec spec,
            Opening opening,
            Findings findings,
            MemoryFormat format) {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            Parameters weights =
                    Parameters.trainable(root, file.part("param.", spec.shapes().keySet()), format);
            NDArray x = TorchOps.variable(file.upload(scope.manager(), "input"));

            NDArray output = opening.apply(weights).apply(Layers.inFormat(x, format));

            findings.compare(output, "output", Tolerance.FORWARD);
            NDArray loss = output.mul(file.upload(scope.manager(), "cotangent")).sum();
            List<NDArray> variables = new ArrayList<>(weights.arrays());
            variables.add(x);
            List<NDArray> gradients = TorchOps.grad(loss, variables);
            List<String> trained =
                    weights.names().stream().filter(n -> !Parameters.isBuffer(n)).toList();
            for (int i = 0; i < trained.size(); i++) {
                gradient(file, gradients.get(i), trained.get(i), findings);
            }
            findings.compare(gradients.get(trained.size()), "grad.input", Tolerance.FIRST_GRADIENT);
            for (String buffer : weights.names()) {
                if (file.has("after." + buffer)) {
                    findings.compare(weights.get(buffer), "after." + buffer, Tolerance.FORWARD);
                }
            }
        }
    }

    private static void gradient(
            OracleFile file, NDArray gradient, String weight, Findings findings) {
        String expected = "grad.param." + weight;
        float[] values = TorchOps.detach(gradient).toFloatArray();
        if (!file.has(expected)) { // MPRNet's other stages: stored, never used
            findings.compare(expected, values, new float[values.length], Tolerance.EXACT);
        } else if (mode(file) == Mode.TRAINING && weight.matches(".*(double_conv.[03]|fc).bias")) {
            // A bias before a normalisation by the batch has no effect: its gradient is the noise
            // of sums as large as the weight's.
            float[] sums = file.get(expected.replace(".bias", ".weight")).floats();
            double noise = greatest(values) / greatest(sums);
            findings.error(expected, noise, Tolerance.FIRST_GRADIENT);
        } else {
            findings.compare(gradient, expected, Tolerance.FIRST_GRADIENT);
        }
    }

    private static double greatest(float[] values) {
        double greatest = 0;
        for (float value : values) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        return greatest;
    }
}
