package io.monge.ot.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.imaging.RgbImage;
import io.monge.ot.HostTensor;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.GlobalSkip;
import io.monge.ot.network.MapInit;
import io.monge.ot.network.SotGenerator;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.Precision;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Maps are served in bf16 where that is asked for. */
class FrozenMapPrecisionTest {
    private static final Compute FLOAT32 = Compute.cpu(1);
    private static final Compute BF16 = FLOAT32.in(Precision.BF16);
    private static final Edsr SPEC = new Edsr(4, 4, 32, 1, GlobalSkip.BICUBIC, MapInit.UNIFORM);

    @Test
    void anImageInBf16IsWithinOneLevelOfFloat32OnAverageAndFourAtMost() {
        byte[] exact = upscale(FLOAT32);
        byte[] narrow = upscale(BF16);

        long sum = 0;
        int most = 0;
        for (int i = 0; i < exact.length; i++) {
            int difference = Math.abs((exact[i] & 0xff) - (narrow[i] & 0xff));
            sum += difference;
            most = Math.max(most, difference);
        }
        assertThat(sum / (double) exact.length).as("mean").isLessThan(1);
        assertThat(most).isLessThanOrEqualTo(4);
        assertThat(upscale(BF16)).as("the same bits again").isEqualTo(narrow);
    }

    @Test
    void autoGivesAnImageOnEveryMachine() {
        byte[] chosen = upscale(FLOAT32.in(Precision.AUTO));

        assertThat(chosen).isIn(upscale(FLOAT32), upscale(BF16));
    }

    @Test
    void aMapWithoutBf16SaysSo() {
        SotGenerator spec = new SotGenerator(8, 4, 4);
        ModelSnapshot snapshot = new ModelSnapshot(spec, 0, spec.initialWeights(1));

        assertThatThrownBy(() -> FrozenMap.open(snapshot, BF16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("precision is bf16, must be float32 or auto: the map is");
    }

    /** 3.4e38 is a number in float32 and infinite in bf16, which rounds it up. */
    @Test
    void whatIsNotFiniteInBf16IsUpscaledInFloat32() {
        Map<String, HostTensor> weights = with("tail.1.weight", 1, 3.4e38f);
        for (String small : List.of("tail.0.2.weight", "tail.0.2.bias")) { // what it multiplies
            weights.put(small, filled(weights.get(small), Integer.MAX_VALUE, 1e-28f));
        }

        assertThat(upscale(BF16, weights)).isEqualTo(upscale(FLOAT32, weights));
    }

    @Test
    void whatIsNotFiniteInFloat32EitherIsNoImage() {
        Map<String, HostTensor> weights = with("head.0.weight", Integer.MAX_VALUE, 3.3e38f);

        assertThatThrownBy(() -> upscale(BF16, weights)).isInstanceOf(NotFiniteException.class);
    }

    /** The initial weights, the first few of an array being this value. */
    private static Map<String, HostTensor> with(String name, int count, float value) {
        Map<String, HostTensor> weights = new HashMap<>(SPEC.initialWeights(1));
        weights.put(name, filled(weights.get(name), count, value));
        return weights;
    }

    private static HostTensor filled(HostTensor before, int count, float value) {
        float[] values = before.floats().clone();
        Arrays.fill(values, 0, Math.min(count, values.length), value);
        return HostTensor.of(values, before.shape());
    }

    private static byte[] upscale(Compute compute) {
        return upscale(compute, SPEC.initialWeights(1));
    }

    private static byte[] upscale(Compute compute, Map<String, HostTensor> weights) {
        byte[] pixels = new byte[3 * 24 * 24];
        new SplittableRandom(5).nextBytes(pixels);
        ModelSnapshot snapshot = new ModelSnapshot(SPEC, 0, weights);
        try (FrozenMap map = FrozenMap.open(snapshot, compute)) {
            return map.upscale(List.of(new RgbImage(24, 24, pixels))).get(0).pixels();
        }
    }
}
