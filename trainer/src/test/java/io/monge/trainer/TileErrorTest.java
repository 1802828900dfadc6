package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.imaging.RgbImage;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.GlobalSkip;
import io.monge.ot.network.MapInit;
import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.tensor.Compute;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TileErrorTest {

    @Test
    void aPlainImageHasNoSeams() {
        byte[] grey = new byte[RgbImage.byteLength(32, 32)];
        Arrays.fill(grey, (byte) 90);

        assertThat(error(MapInit.IDENTITY, 1, List.of(new RgbImage(32, 32, grey)))).isZero();
    }

    @Test
    void aNetworkThatSeesFurtherThanTheOverlapShowsSeams() {
        Random random = new Random(3);
        byte[] noise = new byte[RgbImage.byteLength(32, 32)];
        random.nextBytes(noise);

        assertThat(error(MapInit.UNIFORM, 8, List.of(new RgbImage(32, 32, noise))))
                .isBetween(1.0, 100.0);
    }

    private static double error(MapInit init, int blocks, List<RgbImage> lr) {
        Edsr spec = new Edsr(2, blocks, 8, 1, GlobalSkip.BICUBIC, init);
        ModelSnapshot snapshot = new ModelSnapshot(spec, 1, spec.initialWeights(4));
        try (FrozenMap map = FrozenMap.open(snapshot, Compute.cpu(1))) {
            return TileError.most(map, lr);
        }
    }
}
