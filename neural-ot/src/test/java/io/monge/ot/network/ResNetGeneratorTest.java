package io.monge.ot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import org.junit.jupiter.api.Test;

class ResNetGeneratorTest {
    @Test
    void aGeneratorThatNeverReachesItsMostFiltersIsTheOneWithTheWidestItReaches() {
        ResNetGenerator spec = new ResNetGenerator(8, 16, 4, 512);

        assertThat(spec.shapes()).isEqualTo(new ResNetGenerator(8, 16, 4, 32).shapes());
        assertThat(spec.shapes().get("fc.weight")).isEqualTo(new Shape(16 * 32, 8));
        assertThat(spec.parameters()).isEqualTo(21815); // counted by hand
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            Parameters weights =
                    Parameters.frozen(root, spec.initialWeights(1), MemoryFormat.CONTIGUOUS);
            NDArray z = scope.manager().ones(new Shape(2, 8));

            assertThat(spec.over(weights).of(z).getShape()).isEqualTo(new Shape(2, 3, 16, 16));
        }
    }

    @Test
    void unusableWidthsAreRefusedWithASentence() {
        assertThatThrownBy(() -> new ResNetGenerator(8, 12, 4, 16))
                .hasMessageContaining("size is 12");
        assertThatThrownBy(() -> new ResNetGenerator(8, 16, 4, 2))
                .hasMessageContaining("maxFilters 2");
        assertThatThrownBy(() -> new ResNetGenerator(0, 16, 4, 16))
                .hasMessageContaining("latent is 0");
        assertThatThrownBy(() -> new ResNet(16, 4, 32, 0.1, 0))
                .hasMessageContaining("the network never reaches it");
    }
}
