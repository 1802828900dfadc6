package io.monge.ot.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayersTest {
    /** Values of size 1 after a few float32 operations. */
    private static final double ROUNDING = 1e-6;

    private NDManager root;

    @BeforeEach
    void open() {
        root = Compute.cpu(1).openRoot();
    }

    @AfterEach
    void close() {
        root.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void pixelShufflePutsSubChannelsSideBySide(int factor) {
        int channels = 2;
        NDArray in =
                root.arange(0, channels * factor * factor * 3 * 2, 1)
                        .toType(ai.djl.ndarray.types.DataType.FLOAT32, false)
                        .reshape(1, channels * factor * factor, 3, 2);

        NDArray out = Layers.pixelShuffle(in, factor);

        assertThat(out.getShape()).isEqualTo(new Shape(1, channels, 3 * factor, 2 * factor));
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < 3 * factor; y++) {
                for (int x = 0; x < 2 * factor; x++) {
                    int source = c * factor * factor + y % factor * factor + x % factor;
                    assertThat(out.getFloat(0, c, y, x))
                            .isEqualTo(in.getFloat(0, source, y / factor, x / factor));
                }
            }
        }
    }
}
