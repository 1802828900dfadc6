package io.monge.ot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LpipsTest {

    private static final String WEIGHTS = "data/weights/lpips_sq.onnx";

    @Test
    void agreesWithTheSameNetworkWrittenInPyTorch() {
        try (var lpips = Lpips.open(Reference.file(WEIGHTS), 1)) {
            // Made with torch 2.13: SqueezeNet 1.1 features and LPIPS heads from SafeTensors, the
            // metric's equations written out; four digits printed.
            assertThat(lpips.of(Pictures.pattern(48, 40, 0), Pictures.pattern(48, 40, 1)))
                    .isCloseTo(0.2860, within(1e-4));
            assertThat(lpips.of(Pictures.pattern(48, 40, 2), Pictures.pattern(48, 40, 5)))
                    .isCloseTo(0.1585, within(1e-4));
        }
    }

    @Test
    void equalImagesAreAtZeroAndTheMeanGoesOverPairs() {
        var a = Pictures.pattern(32, 32, 1);
        var b = Pictures.noise(32, 1);
        try (var lpips = Lpips.open(Reference.file(WEIGHTS), 1)) {
            assertThat(lpips.of(a, a)).isCloseTo(0, within(1e-7));
            assertThat(lpips.mean(List.of(a, b), List.of(a, a)))
                    .isCloseTo(lpips.of(b, a) / 2, within(1e-6));
        }
    }

    @Test
    void imagesTheNetworkCannotPoolAreRefused() {
        try (var lpips = Lpips.open(Reference.file(WEIGHTS), 1)) {
            assertThatThrownBy(() -> lpips.of(Pictures.noise(16, 1), Pictures.noise(16, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("16x16");
        }
    }

    @Test
    void aMissingFileAndAFileThatIsNoNetworkAreNamed(@TempDir Path directory) throws IOException {
        Path garbage = Files.writeString(directory.resolve("garbage.onnx"), "no network");

        assertThatThrownBy(() -> Lpips.open(directory.resolve("none.onnx"), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.onnx");
        assertThatThrownBy(() -> Lpips.open(garbage, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("garbage.onnx");
    }
}
