package io.monge.trainer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.imaging.RgbImage;
import io.monge.ot.Sampler;
import io.monge.ot.tensor.ImageTensors;
import io.monge.trainer.ReservoirConfig.WhenDry;
import io.monge.trainer.wire.StreamPosition;
import io.monge.trainer.wire.StreamedPatch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One of the two distributions as the solver sees it: samples from a reservoir that follows its
 * topic. What has been taken from the stream and what it has become are kept together, so that
 * {@link #state} is true at any moment between two iterations.
 *
 * <p>Owned by the training thread.
 */
final class PatchStream implements Sampler {

    private final ReservoirConfig config;
    private final PatchQueue queue;
    private final PatchReservoir reservoir;
    private final HeldOutPatches heldOut;
    private final SortedMap<Integer, Long> next;

    private long taken;

    /**
     * @param state to go on from
     * @param found the state's patches as far as the log still has them
     */
    PatchStream(
            TrainerConfig config,
            PatchQueue queue,
            StreamState state,
            Map<StreamPosition, StreamedPatch> found) {
        this.config = config.reservoir();
        this.queue = queue;
        this.reservoir =
                new PatchReservoir(
                        this.config, state.reservoir(), among(found, state.reservoir().members()));
        this.heldOut = new HeldOutPatches(config.heldOut());
        among(found, state.heldOut()).forEach(heldOut::add);
        this.next = new TreeMap<>(state.next());
        this.taken = state.taken();
    }

    private static List<StreamedPatch> among(
            Map<StreamPosition, StreamedPatch> found, List<StreamPosition> positions) {
        return positions.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    /** Waits until there is enough to draw from. */
    void awaitMinimum() {
        while (reservoir.size() < config.minimum()) {
            accept(queue.take());
        }
    }

    /** The batch, under random symmetries; before it, the window moves on as far as is due. */
    @Override
    public NDArray sample(NDManager scope, int n) {
        int target = reservoir.due(n);
        for (int admitted = 0; admitted < target; ) {
            Optional<StreamedPatch> fresh =
                    config.whenDry() == WhenDry.WAIT ? Optional.of(queue.take()) : queue.poll();
            if (fresh.isEmpty()) {
                break;
            }
            admitted += accept(fresh.get());
        }
        return ImageTensors.upload(scope, reservoir.draw(n));
    }

    /** Returns how many patches more there are to train on: 1, or 0 for a held-out one. */
    private int accept(StreamedPatch patch) {
        StreamPosition position = patch.position();
        next.put(position.partition(), position.offset() + 1);
        taken++;
        if (heldOut.claims(patch.imageId())) {
            heldOut.add(patch);
            return 0;
        }
        reservoir.admit(patch);
        return 1;
    }

    StreamState state() {
        return new StreamState(
                next, queue.turn(), taken, queue.lost(), reservoir.state(), heldOut.positions());
    }

    /** First offset not yet consumed, by partition. */
    SortedMap<Integer, Long> offsets() {
        return new TreeMap<>(next);
    }

    List<RgbImage> heldOutPatches() {
        return heldOut.pixels();
    }

    long taken() {
        return taken;
    }

    /** Share of the reservoir in use, 0 to 1. */
    double filled() {
        return reservoir.fill();
    }

    /** How long the oldest patch has been in the reservoir, seconds; NaN if it is empty. */
    double oldestSeconds() {
        return reservoir.oldestSeconds(System.nanoTime());
    }
}
