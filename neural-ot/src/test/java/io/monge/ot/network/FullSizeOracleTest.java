package io.monge.ot.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.Oracle;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The paper's sizes, with weights that an integer hash defines (rule in the files' metadata). */
class FullSizeOracleTest {
    private static final double FORWARD = 1e-5;

    @Test
    void theFullEdsrComputesWhatTheReferenceComputes() {
        Oracle oracle = Oracle.load("full_edsr_r64_f128_x4");
        Edsr spec = new Edsr(4, 64, 128, 0.1, GlobalSkip.NONE, MapInit.UNIFORM);
        try (NDManager root = Compute.cpu(2).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            Parameters weights = Parameters.frozen(root, hashed(spec), MemoryFormat.CHANNELS_LAST);

            NDArray output = spec.over(weights).of(input(scope.manager(), new Shape(1, 3, 6, 5)));

            assertThat(oracle.error(output, "output")).isLessThan(FORWARD);
        }
    }

    @Test
    void theFullResNetComputesWhatTheReferenceComputes() {
        Oracle oracle = Oracle.load("full_resnet_d_128");
        ResNet spec = ResNet.reference(128);
        try (NDManager root = Compute.cpu(2).openRoot();
                GradientScope scope = GradientScope.recording(root)) {
            Parameters weights = Parameters.frozen(root, hashed(spec), MemoryFormat.CHANNELS_LAST);
            NDArray x = TorchOps.variable(input(scope.manager(), new Shape(1, 3, 128, 128)));
            NDArray y = Layers.inFormat(x, MemoryFormat.CHANNELS_LAST);

            NDArray output = spec.over(weights).of(y);

            // One number, the sum of 8192 terms of both signs: relative to itself it has fewer
            // digits.
            assertThat(oracle.error(output.expandDims(1), "output")).isLessThan(1e-4);
            NDArray gradient = TorchOps.grad(output.sum(), List.of(x)).get(0);
            assertThat(oracle.error(gradient, "grad_input")).isLessThan(1e-4);
        }
    }

    private static Map<String, HostTensor> hashed(NetworkSpec spec) {
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        spec.shapes()
                .forEach(
                        (name, shape) -> {
                            boolean bias = shape.dimension() <= 1;
                            double size = bias ? 0.05 : Math.sqrt(3.0 / shape.slice(1).size());
                            weights.put(name, values(weights.size(), shape, size));
                        });
        return weights;
    }

    private static NDArray input(NDManager scope, Shape shape) {
        return TorchOps.upload(scope, values(1000, shape, 1).floats(), shape.getShape());
    }

    private static HostTensor values(int tensor, Shape shape, double size) {
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (size * (2 * hash(tensor, i) - 1));
        }
        return HostTensor.of(values, shape.getShape());
    }

    private static double hash(int tensor, int i) {
        int h = i * (int) 2654435761L + tensor * 40503 + 12345;
        h = (h ^ h >>> 16) * (int) 2246822519L;
        h = (h ^ h >>> 13) * (int) 3266489917L;
        h ^= h >>> 16;
        return Integer.toUnsignedLong(h) / 4294967296.0;
    }
}
