package io.monge.serving.model;

import io.monge.imaging.DeepImage;
import io.monge.imaging.RgbImage;
import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.tensor.Compute;
import java.util.List;

/** Loads snapshots as {@link FrozenMap}s on the configured device. */
public final class FrozenMapLoader implements MapLoader {

    private final Compute compute;

    public FrozenMapLoader(Compute compute) {
        this.compute = compute;
    }

    @Override
    public LoadedMap load(byte[] snapshot) {
        return new Frozen(FrozenMap.open(SnapshotCodec.decode(snapshot), compute));
    }

    private record Frozen(FrozenMap map) implements LoadedMap {
        @Override
        public List<RgbImage> upscale(List<RgbImage> tiles) {
            return map.upscale(tiles);
        }

        @Override
        public DeepImage upscale(DeepImage tile) {
            return map.upscale(tile);
        }

        @Override
        public int scale() {
            return map.scale();
        }

        @Override
        public int receptiveRadius() {
            return map.receptiveRadius();
        }

        @Override
        public boolean isTileable() {
            return !map.spec().seesTheWholeImage();
        }

        @Override
        public long bytesPerPixel() {
            return map.spec().bytesPerPixel();
        }

        @Override
        public void close() {
            map.close();
        }
    }
}
