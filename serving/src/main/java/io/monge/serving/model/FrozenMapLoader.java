package io.monge.serving.model;

import io.monge.imaging.DeepImage;
import io.monge.imaging.RgbImage;
import io.monge.ot.network.MapSpec;
import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.snapshot.IncompatibleSnapshotException;
import io.monge.ot.snapshot.IncompatibleSnapshotException.Problem;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.snapshot.SpecJson;
import io.monge.ot.tensor.Compute;
import java.util.List;

/** Loads snapshots as {@link FrozenMap}s on the configured device. */
public final class FrozenMapLoader implements MapLoader {

    private final Compute compute;

    public FrozenMapLoader(Compute compute) {
        this.compute = compute;
    }

    @Override
    public LoadedMap load(PublishedModel model, byte[] snapshot) {
        ModelSnapshot decoded = SnapshotCodec.decode(snapshot);
        if (!isPromised(model, decoded)) {
            throw new IncompatibleSnapshotException(
                    Problem.ARCHITECTURE,
                    "Snapshot refused: version %d is %s of scale %d, its manifest promises %s of scale %d"
                            .formatted(
                                    model.version(),
                                    SpecJson.of(decoded.map()),
                                    decoded.scale(),
                                    model.map(),
                                    model.scale()));
        }
        return open(decoded, compute);
    }

    /** The map of a snapshot that nobody has promised anything of. */
    public static LoadedMap open(ModelSnapshot snapshot, Compute compute) {
        return new Frozen(FrozenMap.open(snapshot, compute));
    }

    private static boolean isPromised(PublishedModel model, ModelSnapshot decoded) {
        try {
            return decoded.scale() == model.scale()
                    && decoded.map().equals(SpecJson.parse(model.map(), MapSpec.class));
        } catch (IllegalArgumentException e) {
            throw new IncompatibleSnapshotException(
                    Problem.ARCHITECTURE,
                    "Snapshot refused: the manifest of version %d promises %s: %s"
                            .formatted(model.version(), model.map(), e.getMessage()),
                    e);
        }
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
