package io.monge.trainer;

import io.monge.imaging.RgbImage;
import io.monge.trainer.TrainerConfig.HeldOutConfig;
import io.monge.trainer.wire.StreamPosition;
import io.monge.trainer.wire.StreamedPatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The newest patches of one stream that are never trained on. Whether a patch is held out depends
 * on its image alone, so that no crop of a held-out image is ever seen in training, in any run.
 *
 * <p>Owned by the training thread.
 */
final class HeldOutPatches {

    private final HeldOutConfig config;
    private final Deque<StreamedPatch> newest = new ArrayDeque<>();

    HeldOutPatches(HeldOutConfig config) {
        this.config = config;
    }

    boolean claims(String imageId) {
        long hash = DrawGenerator.mix(imageId.hashCode()) >>> 11;
        return hash * 0x1p-53 < config.share();
    }

    void add(StreamedPatch patch) {
        if (newest.size() == config.patches()) {
            newest.removeFirst();
        }
        newest.addLast(patch);
    }

    /** Oldest first. */
    List<StreamPosition> positions() {
        return newest.stream().map(StreamedPatch::position).toList();
    }

    /** Oldest first. */
    List<RgbImage> pixels() {
        return newest.stream().map(StreamedPatch::pixels).toList();
    }
}
