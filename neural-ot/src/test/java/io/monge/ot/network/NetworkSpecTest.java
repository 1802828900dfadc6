package io.monge.ot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkSpecTest {
    @ParameterizedTest
    @CsvSource({
        "4, 64, 128, 20226051", "2, 64, 128, 19635715", "3, 64, 128, 20373635",
        "8, 64, 128, 20816387", "4, 2, 16, 31043", "4, 4, 32, 158979",
    })
    void edsrHasAsManyParametersAsTheReference(int scale, int blocks, int features, long count) {
        assertThat(Edsr.reference(scale, blocks, features).parameters()).isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({"128, 64, 512, 32372673", "64, 64, 512, 22933441", "32, 16, 64, 357297"})
    void resNetHasAsManyParametersAsTheReference(int size, int filters, int most, long count) {
        assertThat(new ResNet(size, filters, most, 0.1, 0.2).parameters()).isEqualTo(count);
    }

    @Test
    void aResNetWhoseLastLayerWouldNotFitIsRefused() {
        assertThatThrownBy(() -> new ResNet(16, 64, 512, 0.1, 0.2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxFilters is 512");
    }

    @Test
    void equalSeedsGiveEqualWeightsAndOthersOthers() {
        Edsr spec = Edsr.reference(2, 1, 4);

        assertThat(spec.initialWeights(5)).isEqualTo(spec.initialWeights(5));
        assertThat(spec.initialWeights(5)).isNotEqualTo(spec.initialWeights(6));
    }

    @Test
    void initialWeightsHaveTheReferencesSpread() {
        HostTensor uniform = Edsr.reference(4, 1, 64).initialWeights(1).get("body.0.body.0.weight");
        HostTensor normal = ResNet.reference(32).initialWeights(1).get("resnet.3.conv_0.weight");

        // U(±b) has deviation b/√3; 36,864 draws leave 1 %.
        double bound = 1 / Math.sqrt(9 * 64);
        assertThat(deviation(uniform) * Math.sqrt(3) / bound).isCloseTo(1, within(0.01));
        double sigma = Math.sqrt(2 / 1.04) / Math.sqrt(9 * 128);
        assertThat(deviation(normal) / sigma).isCloseTo(1, within(0.01));
    }

    private static double deviation(HostTensor tensor) {
        double squares = 0;
        for (float value : tensor.floats()) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares / tensor.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8})
    void aMapThatStartsAsTheIdentityStartsAtBicubic(int scale) {
        Edsr spec = new Edsr(scale, 1, 8, 1, GlobalSkip.BICUBIC, MapInit.IDENTITY);
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            NDArray x = noise(scope.manager(), 5, 4);

            NDArray sr = spec.over(weights(root, spec)).of(x);

            assertThat(sr.getShape()).isEqualTo(new Shape(1, 3, 5 * scale, 4 * scale));
            assertThat(sr.toFloatArray()).isEqualTo(Layers.bicubic(x, scale).toFloatArray());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, NONE", "2, 1, NONE", "3, 1, BICUBIC", "4, 1, BICUBIC", "4, 4, NONE"})
    void nothingBeyondTheReceptiveRadiusMattersAndWithinItSomethingDoes(
            int scale, int blocks, GlobalSkip skip) {
        Edsr spec = new Edsr(scale, blocks, 4, 1, skip, MapInit.UNIFORM);
        int radius = spec.receptiveRadius();
        int size = 2 * radius + 5;
        int centre = size / 2;
        try (NDManager root = Compute.cpu(1).openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            TransportMap map = spec.over(weights(root, spec));
            float[] pixels = noise(scope.manager(), size, size).toFloatArray();
            float[] before =
                    map.of(TorchOps.upload(scope.manager(), pixels, 1, 3, size, size))
                            .toFloatArray();
            pixels[centre * size + centre] += 1;
            float[] after =
                    map.of(TorchOps.upload(scope.manager(), pixels, 1, 3, size, size))
                            .toFloatArray();

            int farthest = 0;
            int wide = size * scale;
            for (int i = 0; i < before.length; i++) {
                if (before[i] != after[i]) {
                    int dy = Math.abs(i / wide % wide / scale - centre);
                    int dx = Math.abs(i % wide / scale - centre);
                    farthest = Math.max(farthest, Math.max(dx, dy));
                }
            }
            assertThat(farthest).isBetween(radius - 1, radius);
        }
    }

    private static Parameters weights(NDManager root, Edsr spec) {
        return Parameters.frozen(root, spec.initialWeights(1), MemoryFormat.CONTIGUOUS);
    }

    private static NDArray noise(NDManager scope, int height, int width) {
        SplittableRandom random = new SplittableRandom(9);
        float[] values = new float[3 * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return TorchOps.upload(scope, values, 1, 3, height, width);
    }
}
