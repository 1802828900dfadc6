package io.monge.ot.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.ConvexPotential;
import io.monge.ot.HashedWeights;
import io.monge.ot.Oracle;
import io.monge.ot.Potential;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The references' sizes, with weights that an integer hash defines; their order matters. */
class FullSizeBenchmarkOracleTest {
    private static final double FORWARD = 1e-5;
    private static final double BACKWARD = 1e-4;

    @ParameterizedTest
    @ValueSource(ints = {32, 64})
    void theFullUNetComputesWhatTheReferenceComputes(int base) {
        Oracle oracle = Oracle.load("full_unet_b" + base + "_eval");
        UNet spec = UNet.reference(base);
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            TransportMap map = spec.over(weights(root, spec));

            NDArray output = map.of(HashedWeights.input(scope.manager(), 0, 1, 3, 64, 64));

            check(oracle, output, "output", FORWARD);
        }
    }

    @Test
    void theFullGeneratorComputesWhatTheReferenceComputes() {
        Oracle oracle = Oracle.load("full_resnet_g_128_64_eval");
        ResNetGenerator spec = ResNetGenerator.reference();
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            TransportMap map = spec.over(weights(root, spec));

            NDArray output = map.of(HashedWeights.input(scope.manager(), 0, 2, 128));

            check(oracle, output, "output", FORWARD);
        }
    }

    @Test
    void theFullConvolutionalConvexNetworkComputesWhatTheReferenceComputes() {
        Oracle oracle = Oracle.load("full_conv_icnn64");
        ConvIcnn64 spec = ConvIcnn64.reference();
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            Parameters weights =
                    Parameters.frozen(
                            root,
                            HashedWeights.of(spec, List.of("convex_layers", "pos_features")),
                            MemoryFormat.CONTIGUOUS);
            ConvexPotential psi = spec.over(weights);
            NDArray x = HashedWeights.input(scope.manager(), 0, 1, 12288);
            NDArray half = TorchOps.scale(x, 0.5);

            check(oracle, psi.of(half).expandDims(1), "output", FORWARD);
            check(oracle, psi.push(half), "push", BACKWARD);
        }
    }

    @Test
    void sotsFullGeneratorComputesWhatTheReferenceComputes() {
        Oracle oracle = Oracle.load("full_sot_netg");
        SotGenerator spec = SotGenerator.reference();
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            TransportMap map = spec.over(weights(root, spec));

            NDArray output = map.of(unit(scope, 1, 3, 32, 32));

            check(oracle, output, "output", FORWARD);
        }
    }

    @Test
    void sotsFullCriticComputesWhatTheReferenceComputes() {
        Oracle oracle = Oracle.load("full_sot_netd");
        SotCritic spec = SotCritic.reference(640);
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            Potential critic = spec.over(weights(root, spec));
            NDArray y = TorchOps.variable(unit(scope, 1, 3, 128, 128));

            NDArray output = critic.of(y);

            // One number, a sum of terms of both signs: relative to itself it has fewer digits.
            check(oracle, output, "output", 1e-4);
            check(oracle, TorchOps.grad(output.sum(), List.of(y)).get(0), "grad_input", BACKWARD);
        }
    }

    private static NDArray unit(GradientScope scope, long... shape) {
        NDArray x = HashedWeights.input(scope.manager(), 0, shape);
        return TorchOps.scale(x.add(x.onesLike()), 0.5);
    }

    private static void check(Oracle oracle, NDArray actual, String name, double tolerance) {
        double error = oracle.error(actual, name);
        System.out.printf("full size: %s %.1e%n", name, error);
        assertThat(error).as(name).isLessThan(tolerance);
    }

    private static Parameters weights(NDManager root, NetworkSpec spec) {
        return Parameters.frozen(
                root, HashedWeights.of(spec, List.of()), MemoryFormat.CHANNELS_LAST);
    }
}
