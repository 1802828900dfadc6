package io.monge.ot.snapshot;

import io.monge.ot.HostTensor;
import io.monge.ot.network.MapSpec;
import java.util.Map;

/**
 * A trained map as published: its architecture and its averaged weights.
 *
 * @param map the architecture, scale included
 * @param iteration potential iterations of the training so far
 * @param weights float32 and finite, by the reference's state-dict names
 */
public record ModelSnapshot(MapSpec map, long iteration, Map<String, HostTensor> weights) {
    /**
     * @throws IllegalArgumentException if the weights do not fit the architecture
     */
    public ModelSnapshot {
        weights = Map.copyOf(weights);
        SnapshotCodec.requireFit(map, weights);
    }

    /** Upscaling factor. */
    public int scale() {
        return map.scale();
    }
}
