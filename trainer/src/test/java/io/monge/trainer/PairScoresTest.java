package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.RgbImage;
import io.monge.ot.metric.Psnr;
import io.monge.ot.network.MapSpec;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.tensor.Compute;
import io.monge.runtime.config.InvalidConfigException;
import io.monge.trainer.TrainerConfig.HeldOutConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairScoresTest {

    private static final int SCALE = 4;
    private static final MapSpec MAP = Tiny.solver().map();

    @TempDir Path folder;

    @Test
    void aMapThatIsStillBicubicHasBicubicsScores() {
        TruePairs.write(folder, 3);
        List<RgbImage> hr = Blobs.hr(new Random(7), 3);
        List<RgbImage> lr = Blobs.lr(new Random(7), 3);
        BicubicResampler bicubic = new BicubicResampler(SCALE);
        double expected = 0;
        for (int i = 0; i < 3; i++) {
            expected += Psnr.of(bicubic.of(lr.get(i)), hr.get(i)) / 3;
        }

        Scores scores = scores(Optional.empty());

        assertThat(scores.values()).containsOnlyKeys(Signal.PAIRS_PSNR, Signal.PAIRS_SSIM);
        assertThat(scores.values().get(Signal.PAIRS_PSNR))
                .as("but for rounding at half a grey level")
                .isCloseTo(expected, Offset.offset(0.01));
        assertThat(scores.badness(Signal.PAIRS_PSNR).getAsDouble())
                .isCloseTo(Math.pow(10, -expected / 20), Offset.offset(1e-3));
    }

    @Test
    void withANetworkForItThePerceptualDistanceIsAScoreToo() {
        Path weights =
                Path.of(System.getProperty("monge.root", ".."))
                        .resolve("../shared/data/weights/lpips_sq.onnx");
        Assumptions.assumeTrue(Files.exists(weights), () -> "no LPIPS network at " + weights);
        TruePairs.write(folder.resolve("noise_LR.png"), Wire.noise(new Random(1), 8));
        TruePairs.write(folder.resolve("noise_HR.png"), Wire.noise(new Random(2), 32));

        Scores scores = scores(Optional.of(weights));

        assertThat(scores.values().get(Signal.PAIRS_LPIPS)).isBetween(0.1, 3.0);
    }

    @Test
    void whatCannotBeUsedIsSaidAtTheStart() throws IOException {
        Path missing = folder.resolve("missing");
        assertRefused(missing, Optional.empty(), "trainer.heldOut.pairs: There is no folder '");
        assertRefused(folder, Optional.empty(), "holds no PNG or JPEG file");

        TruePairs.write(folder.resolve("oneL.png"), Wire.noise(new Random(1), 4));
        assertRefused(folder, Optional.empty(), "holds no pairs");

        TruePairs.write(folder.resolve("oneH.png"), Wire.noise(new Random(1), 15));
        assertRefused(folder, Optional.empty(), "no pair of scale 4");

        TruePairs.write(folder.resolve("oneH.png"), Wire.noise(new Random(1), 16));
        Path network = folder.resolve("lpips.onnx");
        assertRefused(folder, Optional.of(network), "trainer.heldOut.lpips: no LPIPS network at");
        Files.writeString(network, "no network");
        assertRefused(folder, Optional.of(network), "cannot read the LPIPS network");

        Files.writeString(folder.resolve("oneH.png"), "no picture");
        assertRefused(folder, Optional.empty(), "oneH.png' cannot be read");
    }

    private static void assertRefused(Path folder, Optional<Path> lpips, String sentence) {
        HeldOutConfig config = new HeldOutConfig(0.1, 8, Optional.of(folder), lpips);
        assertThatThrownBy(() -> PairScores.open(config, SCALE))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(sentence);
    }

    private Scores scores(Optional<Path> lpips) {
        HeldOutConfig config = new HeldOutConfig(0.1, 8, Optional.of(folder), lpips);
        try (PairScores pairs = PairScores.open(config, SCALE)) {
            return pairs.of(new ModelSnapshot(MAP, 1, MAP.initialWeights(1)), Compute.cpu(1));
        }
    }
}
