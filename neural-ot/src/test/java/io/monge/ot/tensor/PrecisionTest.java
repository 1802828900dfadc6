package io.monge.ot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecisionTest {
    @Test
    void autoTakesBf16OnlyWhereTheProcessorHasItAndKeepsFloat32InReserve() {
        Processor amx = new Processor(Set.of("avx2", "amx_bf16"));
        Processor avx = new Processor(Set.of("avx512_bf16"));
        Processor old = new Processor(Set.of("avx2", "avx512f"));

        assertThat(Precision.AUTO.attempts(amx))
                .containsExactly(Arithmetic.BF16, Arithmetic.FLOAT32);
        assertThat(Precision.AUTO.attempts(avx))
                .containsExactly(Arithmetic.BF16, Arithmetic.FLOAT32);
        assertThat(Precision.AUTO.attempts(old)).containsExactly(Arithmetic.FLOAT32);
        assertThat(Precision.AUTO.attempts(Processor.NONE)).containsExactly(Arithmetic.FLOAT32);
        assertThat(Precision.BF16.attempts(old)).containsExactly(Arithmetic.BF16);
        assertThat(Precision.FLOAT32.attempts(amx)).containsExactly(Arithmetic.FLOAT32);
    }

    @Test
    void aProcessorIsReadFromLinuxAndUnknownElsewhere(@TempDir Path folder) throws IOException {
        Path cpuInfo = folder.resolve("cpuinfo");
        Files.writeString(
                cpuInfo, "processor\t: 0\nmodel name\t: Xeon\nflags\t\t: fpu avx512_bf16\n\n");

        assertThat(Processor.read(cpuInfo).flags()).containsExactlyInAnyOrder("fpu", "avx512_bf16");
        assertThat(Processor.read(cpuInfo).hasBf16()).isTrue();
        assertThat(Processor.read(folder.resolve("none"))).isEqualTo(Processor.NONE);
    }

    @Test
    void whatMustBeFloat32RefusesBf16AndNotAuto() {
        Compute compute = Compute.cpu(1);

        assertThatThrownBy(() -> compute.in(Precision.BF16).float32Because("it says so"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("precision is bf16, must be float32 or auto: it says so");
        assertThat(compute.in(Precision.AUTO).float32Because("it says so"))
                .containsExactly(Arithmetic.FLOAT32);
    }

    @Test
    void onlyConvolutionsAreNarrowedAndTheyFollowTheMasters() {
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        weights.put("conv.weight", HostTensor.of(new float[] {1 + 1f / 512}, 1, 1, 1, 1));
        weights.put("conv.bias", HostTensor.of(new float[] {1.5f}, 1));
        weights.put("fc.weight", HostTensor.of(new float[] {1 + 1f / 512}, 1, 1));
        weights.put("norm.weight", HostTensor.of(new float[] {3}, 1));
        weights.put("norm.running_mean", HostTensor.of(new float[] {4}, 1));
        try (NDManager root = Compute.cpu(1).openRoot()) {
            Parameters masters = Parameters.trainable(root, weights, MemoryFormat.CHANNELS_LAST);

            Parameters working = Arithmetic.BF16.working(root, masters);

            assertThat(working.get("norm.running_mean")).isSameAs(masters.get("norm.running_mean"));
            assertThat(working.areTrained()).isTrue();
            assertThat(value(working.get("conv.weight"))).as("rounded to 8 bits").isEqualTo(1);
            assertThat(value(working.get("fc.weight"))).isEqualTo(1 + 1f / 512);

            masters.set(Map.of("conv.bias", HostTensor.of(new float[] {2}, 1)));
            working.follow(masters);

            assertThat(value(working.get("conv.bias"))).isEqualTo(2);
        }
    }

    @Test
    void aSingleNanOrInfinityIsFound() {
        try (NDManager root = Compute.cpu(1).openRoot()) {
            NDArray fine = TorchOps.upload(root, new float[] {1, -1e18f}, 2);
            NDArray nan = TorchOps.upload(root, new float[] {0, 0, Float.NaN}, 3);
            NDArray infinite = TorchOps.upload(root, new float[] {Float.NEGATIVE_INFINITY}, 1);

            assertThat(TorchOps.areFinite(List.of(fine, fine))).isTrue();
            assertThat(TorchOps.areFinite(List.of(fine, nan))).isFalse();
            assertThat(TorchOps.areFinite(List.of(infinite, fine))).isFalse();
        }
    }

    private static float value(NDArray scalar) {
        try (NDArray detached = TorchOps.detach(scalar);
                NDArray wide = Arithmetic.leave(detached)) {
            return wide.toFloatArray()[0];
        }
    }
}
