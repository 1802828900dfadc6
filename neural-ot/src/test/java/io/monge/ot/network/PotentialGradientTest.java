package io.monge.ot.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import java.util.List;
import org.junit.jupiter.api.Test;

class PotentialGradientTest {
    private static final DenseIcnn PSI =
            new DenseIcnn(
                    3,
                    List.of(8, 8),
                    1,
                    0.1,
                    ConvexActivation.CELU,
                    0.5,
                    0.5,
                    DenseIcnn.Names.W2GN);

    @Test
    void aMapInTrainingIsEvaluatedWithoutDropoutAndWithItsNewestWeights() {
        PotentialGradient spec = new PotentialGradient(new HalfSquareMinus(PSI), 1);
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            Parameters weights =
                    Parameters.trainable(root, spec.initialWeights(3), MemoryFormat.CONTIGUOUS);
            TransportMap map = spec.over(weights);
            NDArray x = scope.manager().ones(new Shape(4, 3));
            float[] before = map.of(x).toFloatArray();

            assertThat(before).isEqualTo(frozen(spec, weights, root).of(x).toFloatArray());

            weights.arrays().forEach(weight -> weight.addi(0.5));
            float[] after = map.of(x).toFloatArray();

            assertThat(after).isEqualTo(frozen(spec, weights, root).of(x).toFloatArray());
            assertThat(after).isNotEqualTo(before);
        }
    }

    private static TransportMap frozen(
            PotentialGradient spec, Parameters weights, NDManager owner) {
        return spec.over(Parameters.frozen(owner, weights.toHost(), MemoryFormat.CONTIGUOUS));
    }
}
