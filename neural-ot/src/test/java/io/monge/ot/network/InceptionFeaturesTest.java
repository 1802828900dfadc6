package io.monge.ot.network;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.Compute;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InceptionFeaturesTest {
    private static final String LAYER = "Conv2d_1a_3x3";

    @Test
    void aKernelOfAnotherShapeIsRefusedWithBothShapes() {
        assertRefused(
                LAYER + ".conv.weight", LAYER + ".conv.weight is F32[5], must be [32, 3, 3, 3]");
    }

    @Test
    void normalisationsOfAnotherWidthAreRefusedWithBothShapes() {
        for (String part : new String[] {"weight", "bias", "running_mean", "running_var"}) {
            String name = LAYER + ".bn." + part;
            assertRefused(name, name + " is F32[5], must be [32]");
        }
    }

    private static void assertRefused(String name, String sentence) {
        Map<String, HostTensor> tensors = new HashMap<>();
        tensors.put(LAYER + ".conv.weight", zeros(32, 3, 3, 3));
        for (String part : new String[] {"weight", "bias", "running_mean", "running_var"}) {
            tensors.put(LAYER + ".bn." + part, zeros(32));
        }
        tensors.put(name, zeros(5));
        try (NDManager root = Compute.cpu(1).openRoot()) {
            assertThatThrownBy(() -> new InceptionFeatures(root, tensors))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(sentence);
        }
    }

    private static HostTensor zeros(long... shape) {
        return HostTensor.of(new float[(int) new Shape(shape).size()], shape);
    }
}
