package io.monge.serving.upscale;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.imaging.RgbImage;
import io.monge.imaging.TileGrid;
import io.monge.imaging.Tiling;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.GlobalSkip;
import io.monge.ot.network.MapInit;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.tensor.Compute;
import io.monge.serving.TestModels;
import io.monge.serving.model.FrozenMapLoader;
import io.monge.serving.model.LoadedMap;
import io.monge.serving.model.ModelSlot;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tiles against the untiled pass, by real networks with random weights: these see to the very edge
 * of their receptive field, unlike trained ones.
 */
class ExactTilesTest {

    /** Rounding to bytes: two values within float noise of a half may fall to different sides. */
    private static final int ROUNDING = 1;

    @ParameterizedTest
    @CsvSource({
        "4, 16, 67, 131", // blocks, features, width, height
        "4, 16, 3, 97",
        "4, 16, 129, 64",
        "8, 32, 103, 89",
        "16, 64, 131, 113"
    })
    void exactTilesAreTheUntiledImageAtEveryPixel(int blocks, int features, int width, int height) {
        try (ModelSlot slot = new ModelSlot();
                TileBatcher batcher = new TileBatcher(new TileConfig(16, 4, 1, 1 << 30))) {
            LoadedMap map = random(blocks, features);
            slot.swap(TestModels.served(1), map);
            RgbImage image = noise(width, height);
            Upscaler upscaler = new Upscaler(slot, batcher);

            RgbImage tiled =
                    upscaler.upscale(image, TileMode.EXACT, new Ticket(Duration.ofMinutes(2)))
                            .image();

            assertThat(upscaler.grid(map, TileMode.EXACT, width, height).count()).isGreaterThan(1);
            assertThat(most(tiled, map.upscale(List.of(image)).get(0)))
                    .isLessThanOrEqualTo(ROUNDING);
        }
    }

    /** The measure itself would notice: margins of half the radius are visibly not enough. */
    @Test
    void marginsWithinTheRadiusShow() {
        try (LoadedMap map = random(4, 16)) {
            RgbImage image = noise(67, 131);
            Tiling tiling = Tiling.exact(32, map.receptiveRadius() / 4);
            TileGrid grid = tiling.grid(67, 131, map.scale());

            RgbImage tiled = grid.join(map.upscale(grid.split(image)));

            assertThat(most(tiled, map.upscale(List.of(image)).get(0))).isGreaterThan(ROUNDING);
        }
    }

    private static LoadedMap random(int blocks, int features) {
        // Weights of the uniform start shrink what passes through; unscaled residuals carry it far.
        Edsr spec = new Edsr(4, blocks, features, 1, GlobalSkip.BICUBIC, MapInit.UNIFORM);
        ModelSnapshot snapshot = new ModelSnapshot(spec, 1, spec.initialWeights(5));
        return new FrozenMapLoader(Compute.cpu(1))
                .load(TestModels.describing(snapshot), SnapshotCodec.encode(snapshot));
    }

    private static int most(RgbImage one, RgbImage other) {
        assertThat(one.width()).isEqualTo(other.width());
        assertThat(one.height()).isEqualTo(other.height());
        int most = 0;
        for (int i = 0; i < one.pixels().length; i++) {
            int difference = (one.pixels()[i] & 0xFF) - (other.pixels()[i] & 0xFF);
            most = Math.max(most, Math.abs(difference));
        }
        return most;
    }

    private static RgbImage noise(int width, int height) {
        byte[] pixels = new byte[RgbImage.byteLength(width, height)];
        new Random(width).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }
}
