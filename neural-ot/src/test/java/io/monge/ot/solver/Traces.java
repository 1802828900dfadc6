package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.Oracle;
import io.monge.ot.Sampler;
import io.monge.ot.network.NetworkSpec;
import io.monge.ot.tensor.TorchOps;
import java.util.Arrays;
import java.util.Map;

/** What the runs against reference traces share. */
final class Traces {
    /**
     * A bias before a normalisation by the batch has no effect, so its gradient is rounding noise,
     * which Adam turns into whole steps; the running mean follows the bias.
     */
    private static final String NOISE = ".*(double_conv.[03].bias|running_mean)";

    private Traces() {}

    /** One batch of (k, n, ...). */
    static NDArray batch(NDManager scope, HostTensor all, int index) {
        long[] shape = Arrays.copyOfRange(all.shape(), 1, all.shape().length);
        int size = (int) (all.size() / all.shape()[0]);
        float[] values = Arrays.copyOfRange(all.floats(), index * size, (index + 1) * size);
        return TorchOps.upload(scope, values, shape);
    }

    /** Hands out the batches of (k, n, ...) in order. */
    static Sampler batches(HostTensor all) {
        int[] next = {0};
        return (scope, n) -> batch(scope, all, next[0]++);
    }

    /** Bicubic enlargement by 4 with the corner pixels kept, as SOT prepares its input. */
    static NDArray enlargedAligned(NDArray x) {
        return TestResampling.bicubicAligned(x, 4);
    }

    static void put(
            Map<String, HostTensor> tensors,
            String prefix,
            NetworkSpec spec,
            Oracle trace,
            String from) {
        spec.shapes().keySet().forEach(n -> tensors.put(prefix + n, floats(trace.get(from + n))));
    }

    private static HostTensor floats(HostTensor tensor) {
        return HostTensor.of(tensor.floats(), tensor.shape());
    }

    /**
     * Compares the weights at the end.
     *
     * @return greatest difference
     */
    static double farthest(
            NetworkSpec spec,
            Map<String, HostTensor> end,
            String prefix,
            Oracle trace,
            String wanted,
            double meanTolerance) {
        double total = 0;
        double farthest = 0;
        for (String name : spec.shapes().keySet()) {
            if (name.matches(NOISE)) {
                continue;
            }
            float[] actual = end.get(prefix + name).floats();
            float[] expected = trace.get(wanted + name).floats();
            for (int i = 0; i < expected.length; i++) {
                double difference = Math.abs((double) actual[i] - expected[i]);
                farthest = Math.max(farthest, difference);
                total += difference;
            }
        }
        assertThat(total / spec.parameters()).as("mean of " + prefix).isLessThan(meanTolerance);
        return farthest;
    }
}
