package io.monge.launcher.bench.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.monge.imaging.RgbImage;
import io.monge.imaging.scene.ScenePair;
import io.monge.ot.HostTensor;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.GlobalSkip;
import io.monge.ot.network.MapInit;
import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.tensor.Compute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The protocol, with the mean colour as feature, whose distances are known. */
class PatchFidTest {
    private static final int CROPS = 120;

    private final MeanColour features = new MeanColour();

    @Test
    void flatImagesThatDifferByAShiftHaveItsSquareAsDistance() {
        HeldOutPatches pairs = HeldOutPatches.of(List.of(pair(192, 100, 151)));

        try (FrozenMap map = open(0)) {
            PatchFid.Scores scores = new PatchFid(pairs, features, CROPS, 1).of(map);

            // Three channels, each off by 51 of 255; no spread on either side.
            assertThat(scores.bicubic()).isCloseTo(3 * 0.2 * 0.2, within(1e-6));
            assertThat(scores.map()).isCloseTo(3 * 0.2 * 0.2, within(1e-6));
            assertThat(scores.crops()).isEqualTo(CROPS);
        }
    }

    @Test
    void batchesAreOfFiftyCropsOf128PixelsOnAllThreeSides() {
        HeldOutPatches pairs = HeldOutPatches.of(List.of(pair(192, 0, 0), pair(128, 255, 255)));

        try (FrozenMap map = open(0)) {
            new PatchFid(pairs, features, CROPS, 1).of(map);
        }

        List<Long> sizes = features.shapes.stream().map(shape -> shape[0]).toList();
        assertThat(sizes).containsExactly(50L, 50L, 20L, 50L, 50L, 20L, 50L, 50L, 20L);
        assertThat(features.shapes).allMatch(shape -> shape[1] == 3);
        assertThat(features.shapes).allMatch(shape -> shape[2] == 128 && shape[3] == 128);
    }

    @Test
    void whatTheMapOvershootsIsNotClamped() {
        HeldOutPatches pairs = HeldOutPatches.of(List.of(pair(128, 255, 255)));

        try (FrozenMap map = open(1)) {
            PatchFid.Scores scores = new PatchFid(pairs, features, CROPS, 1).of(map);

            // White plus 1 in [-1, 1] is 1.5 in [0, 1]: off by a half, clamped it would be 0.
            assertThat(scores.map()).isCloseTo(3 * 0.5 * 0.5, within(1e-6));
            assertThat(scores.bicubic()).isCloseTo(0, within(1e-9));
        }
    }

    @Test
    void imagesSmallerThanACropAreRefused() {
        HeldOutPatches pairs = HeldOutPatches.of(List.of(pair(124, 0, 0)));

        assertThatThrownBy(() -> new PatchFid(pairs, features, CROPS, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 128 px, one is 124x124");
    }

    /** Flat grey images of an HR side, x4. */
    private static ScenePair pair(int side, int lr, int hr) {
        return new ScenePair(flat(side / 4, lr), flat(side, hr));
    }

    private static RgbImage flat(int side, int level) {
        byte[] pixels = new byte[RgbImage.byteLength(side, side)];
        Arrays.fill(pixels, (byte) level);
        return new RgbImage(side, side, pixels);
    }

    /** T(x) = bicubic(x) + lift. */
    private static FrozenMap open(float lift) {
        Edsr edsr = new Edsr(4, 1, 4, 1, GlobalSkip.BICUBIC, MapInit.IDENTITY);
        Map<String, HostTensor> weights = new LinkedHashMap<>(edsr.initialWeights(1));
        weights.put("tail.1.bias", HostTensor.of(new float[] {lift, lift, lift}, 3));
        return FrozenMap.open(new ModelSnapshot(edsr, 0, weights), Compute.cpu(1));
    }

    private static final class MeanColour implements PatchFeatures {
        private final List<long[]> shapes = new ArrayList<>();

        @Override
        public int dimension() {
            return 3;
        }

        @Override
        public float[][] of(HostTensor images) {
            shapes.add(images.shape());
            float[] values = images.floats();
            int area = values.length / (3 * (int) images.shape()[0]);
            float[][] means = new float[(int) images.shape()[0]][3];
            for (int i = 0; i < 3 * means.length; i++) {
                int from = i * area;
                means[i / 3][i % 3] =
                        (float)
                                IntStream.range(from, from + area)
                                        .mapToDouble(at -> values[at])
                                        .average()
                                        .orElseThrow();
            }
            return means;
        }

        @Override
        public void close() {}
    }
}
