package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.tensor.Compute;
import io.monge.runtime.kafka.Received;
import io.monge.schemas.record.ModelChunk;
import io.monge.schemas.record.ModelManifest;
import io.monge.schemas.snapshot.SnapshotChunks;
import java.util.List;
import java.util.Random;

/** What a reader of the model topics can rely on. */
final class Snapshots {

    private Snapshots() {}

    /** The newest manifest on the topic. */
    static ModelManifest newest(Wire wire) {
        List<ModelManifest> manifests = wire.values(wire.topics().modelManifests());
        return manifests.get(manifests.size() - 1);
    }

    /** It is whole, has the hash of its manifest and upscales. */
    static void assertUsable(Wire wire, ModelManifest manifest) {
        List<ModelChunk> chunks =
                wire.read(wire.topics().modelChunks()).stream()
                        .filter(record -> record.offset() >= manifest.getFirstOffset())
                        .map(Received::value)
                        .filter(chunk -> SnapshotChunks.belongs(chunk, manifest))
                        .toList();
        ModelSnapshot snapshot = SnapshotCodec.decode(SnapshotChunks.join(manifest, chunks));
        assertThat(snapshot.iteration()).isEqualTo(manifest.getVersion());
        try (FrozenMap map = FrozenMap.open(snapshot, Compute.cpu(1))) {
            assertThat(map.upscale(List.of(Wire.noise(new Random(2), 6))))
                    .singleElement()
                    .matches(image -> image.width() == 24 && image.height() == 24);
        }
    }
}
