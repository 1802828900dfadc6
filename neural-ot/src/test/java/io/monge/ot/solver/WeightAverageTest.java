package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightAverageTest {
    @Test
    void earlyUpdatesCountForMoreThanTheDecaySays() {
        try (NDManager root = Compute.cpu(1).openRoot()) {
            WeightAverage average = new WeightAverage(of(root, 0), 0.5);
            Parameters weights = of(root, 1);
            double expected = 0;

            for (int k = 1; k <= 20; k++) {
                average.follow(weights, k);
                double kept = Math.min(0.5, (1.0 + k) / (10.0 + k));
                expected = kept * expected + (1 - kept);

                float actual = average.weights().toHost().get("w").floats()[0];
                assertThat((double) actual).isCloseTo(expected, within(1e-6));
            }
        }
    }

    private static Parameters of(NDManager root, float value) {
        HostTensor weight = HostTensor.of(new float[] {value}, 1);
        return Parameters.trainable(root, Map.of("w", weight), MemoryFormat.CONTIGUOUS);
    }
}
