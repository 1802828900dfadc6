package io.monge.trainer;

import io.monge.imaging.RgbImage;
import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a snapshot is judged by: on held-out patches of both streams, and on true pairs where
 * there are some. Owned by the publishing thread.
 */
final class SnapshotScores {

    private final BiasMonitor monitor = new BiasMonitor();
    private final PairScores pairs;
    private final Compute compute;

    /**
     * @param compute of the training
     */
    SnapshotScores(PairScores pairs, Compute compute) {
        this.pairs = pairs;
        // Scores of the weights, not of a machine: float32 wherever it runs.
        this.compute = compute.onOneThread().in(Precision.FLOAT32);
    }

    /**
     * What the snapshot makes of a candidate's patches; nothing while a held-out buffer is empty.
     */
    Optional<Rendition> rendition(ModelSnapshot snapshot, Candidate candidate) {
        List<RgbImage> lr = candidate.lr().heldOut();
        List<RgbImage> hr = candidate.hr().heldOut();
        return lr.isEmpty() || hr.isEmpty()
                ? Optional.empty()
                : Optional.of(Rendition.of(snapshot, compute, lr, hr));
    }

    /**
     * @param rendition of this snapshot, if there is one
     */
    Scores of(ModelSnapshot snapshot, Optional<Rendition> rendition) {
        Scores unpaired = rendition.map(it -> new Scores(monitor.measure(it))).orElse(Scores.NONE);
        return unpaired.and(rendition.map(it -> tiles(snapshot, it.lr())).orElse(Scores.NONE))
                .and(pairs.of(snapshot, compute));
    }

    private Scores tiles(ModelSnapshot snapshot, List<RgbImage> lr) {
        try (FrozenMap map = FrozenMap.open(snapshot, compute)) {
            return new Scores(Map.of(Signal.TILE_ERROR, TileError.most(map, lr)));
        }
    }
}
