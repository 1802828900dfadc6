package io.monge.ot.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.RgbImage;
import io.monge.ot.HostTensor;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.GlobalSkip;
import io.monge.ot.network.MapInit;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.SafeTensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {
    private static final Edsr SPEC = new Edsr(2, 1, 4, 0.5, GlobalSkip.BICUBIC, MapInit.UNIFORM);

    @Test
    void aSnapshotSurvivesItsBytesAndTheyAreAlwaysTheSame() {
        ModelSnapshot snapshot = new ModelSnapshot(SPEC, 42, SPEC.initialWeights(1));

        byte[] bytes = SnapshotCodec.encode(snapshot);

        assertThat(SnapshotCodec.decode(bytes)).isEqualTo(snapshot);
        assertThat(SnapshotCodec.encode(SnapshotCodec.decode(bytes))).isEqualTo(bytes);
    }

    @Test
    void theReferenceFindsItsOwnNamesInTheFile() {
        byte[] bytes = SnapshotCodec.encode(new ModelSnapshot(SPEC, 1, SPEC.initialWeights(1)));

        SafeTensors file = SafeTensors.of(bytes);

        assertThat(file.tensors().keySet())
                .containsExactlyElementsOf(SPEC.shapes().keySet())
                .startsWith("head.0.weight", "head.0.bias", "body.0.body.0.weight");
        assertThat(file.metadata())
                .containsEntry("scale", "2")
                .containsEntry("iteration", "1")
                .containsEntry(
                        "map",
                        "{\"type\":\"edsr\",\"scale\":2,\"blocks\":1,\"features\":4,"
                                + "\"residualScale\":0.5,\"skip\":\"BICUBIC\",\"init\":\"UNIFORM\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "7",
                "{\"type\":\"u-net\"}",
                "{\"type\":\"edsr\",\"scale\":2}",
                "{\"type\":\"edsr\",\"scale\":5,\"blocks\":1,\"features\":4,\"residualScale\":0.5,"
                        + "\"skip\":\"BICUBIC\",\"init\":\"UNIFORM\"}",
                "{\"type\":\"edsr\",\"scale\":2,\"blocks\":1,\"features\":4,\"residualScale\":0.5,"
                        + "\"skip\":\"SIDEWAYS\",\"init\":\"UNIFORM\"}",
                "{\"type\":\"edsr\",\"scale\":2,\"blocks\":1,\"features\":8,\"residualScale\":0.5,"
                        + "\"skip\":\"BICUBIC\",\"init\":\"UNIFORM\"}",
                "{\"type\":\"edsr\",\"scale\":2,\"blocks\":2,\"features\":4,\"residualScale\":0.5,"
                        + "\"skip\":\"BICUBIC\",\"init\":\"UNIFORM\"}",
            })
    void anUnknownOrUnfittingArchitectureIsIncompatible(String map) {
        Map<String, String> metadata =
                Map.of("format", "monge-snapshot-1", "map", map, "scale", "2", "iteration", "1");
        byte[] bytes = new SafeTensors(SPEC.initialWeights(1), metadata).toBytes();

        assertThatThrownBy(() -> SnapshotCodec.decode(bytes))
                .isInstanceOf(IncompatibleSnapshotException.class)
                .hasMessageStartingWith("Snapshot refused: ");
    }

    @Test
    void foreignBytesAreIncompatible() {
        assertThatThrownBy(() -> SnapshotCodec.decode(new byte[100]))
                .isInstanceOf(IncompatibleSnapshotException.class);
        byte[] foreign = new SafeTensors(SPEC.initialWeights(1), Map.of()).toBytes();
        assertThatThrownBy(() -> SnapshotCodec.decode(foreign))
                .isInstanceOf(IncompatibleSnapshotException.class)
                .hasMessageContaining("monge-snapshot-1");
    }

    @Test
    void weightsThatAreNotFiniteAreRefused() {
        Map<String, HostTensor> weights = new HashMap<>(SPEC.initialWeights(1));
        weights.put("tail.1.bias", HostTensor.of(new float[] {0, Float.NaN, 0}, 3));

        assertThatThrownBy(() -> new ModelSnapshot(SPEC, 1, weights))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tail.1.bias");
    }

    @Test
    void aMapThatStartsAtBicubicUpscalesAsTheResamplerDoes() {
        Edsr spec = new Edsr(4, 1, 4, 1, GlobalSkip.BICUBIC, MapInit.IDENTITY);
        ModelSnapshot snapshot = new ModelSnapshot(spec, 0, spec.initialWeights(1));
        RgbImage tile = noise(9, 7, 1);
        try (FrozenMap map = FrozenMap.open(snapshot, Compute.cpu(1))) {
            RgbImage sr = map.upscale(List.of(tile)).get(0);

            RgbImage bicubic = new BicubicResampler(4).of(tile);
            assertThat(sr.width()).isEqualTo(36);
            for (int i = 0; i < sr.pixels().length; i++) {
                // Two float32 computations may round a half to either side.
                assertThat(Math.abs(sr.pixels()[i] - bicubic.pixels()[i]) & 0xFF).isIn(0, 1, 255);
            }
        }
    }

    @Test
    void severalThreadsMayUpscaleAtOnceAndTilesOfOneBatchDoNotMix()
            throws InterruptedException, ExecutionException {
        ModelSnapshot snapshot = new ModelSnapshot(SPEC, 0, SPEC.initialWeights(1));
        List<RgbImage> tiles = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tiles.add(noise(8, 8, i));
        }
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try (FrozenMap map = FrozenMap.open(snapshot, Compute.cpu(1))) {
            List<RgbImage> together = map.upscale(tiles);
            List<Future<RgbImage>> alone = new ArrayList<>();
            for (int round = 0; round < 20; round++) {
                for (RgbImage tile : tiles) {
                    alone.add(pool.submit(() -> map.upscale(List.of(tile)).get(0)));
                }
            }
            for (int i = 0; i < alone.size(); i++) {
                assertThat(alone.get(i).get()).isEqualTo(together.get(i % tiles.size()));
            }
        } finally {
            pool.shutdown();
        }
    }

    private static RgbImage noise(int width, int height, long seed) {
        byte[] pixels = new byte[3 * width * height];
        new SplittableRandom(seed).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }
}
