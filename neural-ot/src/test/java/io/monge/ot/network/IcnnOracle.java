package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.ConvexPotential;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.Tolerance;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.Convexity;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;

/** Dumps of convex networks: ψ, ∇ψ, the second-order gradients of mean (∇ψ - target)². */
final class IcnnOracle {
    private IcnnOracle() {}

    static void check(OracleFile file, Findings findings) {
        ConvexSpec spec = spec(file);
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            Parameters weights = weights(file, spec, root);
            ConvexPotential psi = spec.over(weights);
            NDArray x = TorchOps.variable(file.upload(scope.manager(), "input"));

            NDArray value = psi.of(x).reshape(file.get("output").shape());
            NDArray push = psi.push(x);
            NDArray target = file.upload(scope.manager(), "target");
            NDArray loss = push.sub(target).square().mean();

            findings.compare(value, "output", Tolerance.FORWARD);
            findings.compare(push, "push", Tolerance.FIRST_GRADIENT);
            findings.compare(loss, "loss", Tolerance.FIRST_GRADIENT);
            secondOrder(file, weights, loss, x, findings);
            projection(file, spec, weights, psi, findings);
        }
    }

    private static void secondOrder(
            OracleFile file, Parameters weights, NDArray loss, NDArray x, Findings findings) {
        List<NDArray> variables = new ArrayList<>(weights.arrays());
        variables.add(x);
        List<NDArray> gradients = TorchOps.grad(loss, variables);
        List<String> names = weights.names();
        for (int i = 0; i < names.size(); i++) {
            String expected = "grad.param." + names.get(i);
            if (file.has(expected)) { // ∇ψ does not depend on some biases
                findings.compare(gradients.get(i), expected, Tolerance.SECOND_ORDER);
            }
        }
        findings.compare(gradients.get(names.size()), "grad.input", Tolerance.SECOND_ORDER);
    }

    private static void projection(
            OracleFile file,
            ConvexSpec spec,
            Parameters weights,
            ConvexPotential psi,
            Findings findings) {
        psi.project();
        for (String weight : weights.names()) {
            String expected = "convexified." + weight;
            if (spec.isConvexWeight(weight) != file.has(expected)) {
                findings.miss("%s is held to be positive on one side only", weight);
            } else if (file.has(expected)) {
                findings.compare(weights.get(weight), expected, Tolerance.EXACT);
            }
        }
    }

    private static ConvexSpec spec(OracleFile file) {
        if (file.has("param.first_linear.0.weight")) {
            return new ConvIcnn128(file.extent("param.first_linear.0.weight", 0));
        }
        if (file.has("param.pos_features.1.weight")) {
            return explaining(file, kappa -> ReferenceSpecs.convolutional64(file, "param.", kappa))
                    .spec();
        }
        return Arrays.stream(ConvexActivation.values())
                .map(
                        sigma ->
                                explaining(
                                        file,
                                        kappa ->
                                                ReferenceSpecs.dense(file, "param.", kappa, sigma)))
                .min(Comparator.comparingDouble(Candidate::residual))
                .orElseThrow()
                .spec();
    }

    private record Candidate(ConvexSpec spec, double residual) {}

    /**
     * The files name neither κ nor σ. κ is the least-squares share of ‖x‖²/2 in their ψ(x) that the
     * network without it leaves, to three digits; σ the one that then explains ψ(x) best.
     */
    private static Candidate explaining(OracleFile file, DoubleFunction<ConvexSpec> of) {
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            NDArray x = file.upload(scope.manager(), "input");
            float[] psi = of.apply(0).over(weights(file, of.apply(0), root)).of(x).toFloatArray();
            float[] square = Convexity.squareNorm(x).toFloatArray();
            float[] wanted = file.get("output").floats();
            double products = 0;
            double squares = 0;
            for (int i = 0; i < psi.length; i++) {
                products += 0.5 * square[i] * (wanted[i] - psi[i]);
                squares += 0.25 * square[i] * square[i];
            }
            double kappa = rounded(Math.max(0, products / squares));
            double residual = 0;
            for (int i = 0; i < psi.length; i++) {
                double left = wanted[i] - psi[i] - 0.5 * kappa * square[i];
                residual = Math.max(residual, Math.abs(left));
            }
            return new Candidate(of.apply(kappa), residual);
        }
    }

    private static double rounded(double kappa) {
        return new BigDecimal(kappa).round(new MathContext(3)).doubleValue();
    }

    private static Parameters weights(OracleFile file, ConvexSpec spec, NDManager root) {
        return Parameters.trainable(
                root, file.part("param.", spec.shapes().keySet()), MemoryFormat.CONTIGUOUS);
    }
}
