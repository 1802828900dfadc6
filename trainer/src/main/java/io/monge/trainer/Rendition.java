package io.monge.trainer;

import io.monge.imaging.RgbImage;
import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.tensor.Compute;
import java.util.ArrayList;
import java.util.List;

/**
 * Held-out patches and what a snapshot makes of them, in bytes, as serving will.
 *
 * @param lr held-out patches of P
 * @param sr T(LR), one for each
 * @param hr held-out patches of Q: others, never the answer to one of {@code lr}
 * @param scale of the map
 */
record Rendition(List<RgbImage> lr, List<RgbImage> sr, List<RgbImage> hr, int scale) {

    /** Patches per forward pass: bounds the memory, whatever the size of the held-out buffer. */
    private static final int BATCH = 8;

    static Rendition of(
            ModelSnapshot snapshot, Compute compute, List<RgbImage> lr, List<RgbImage> hr) {
        List<RgbImage> sr = new ArrayList<>(lr.size());
        try (FrozenMap map = FrozenMap.open(snapshot, compute)) {
            for (int from = 0; from < lr.size(); from += BATCH) {
                sr.addAll(map.upscale(lr.subList(from, Math.min(lr.size(), from + BATCH))));
            }
        }
        return new Rendition(lr, sr, hr, snapshot.scale());
    }
}
