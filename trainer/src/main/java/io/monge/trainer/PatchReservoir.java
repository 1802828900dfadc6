package io.monge.trainer;

import io.monge.imaging.Dihedral;
import io.monge.imaging.RgbImage;
import io.monge.trainer.wire.StreamPosition;
import io.monge.trainer.wire.StreamedPatch;
import java.util.ArrayList;
import java.util.List;

/**
 * A bounded pool of patches: the empirical P or Q of the training.
 *
 * <p>It is a sliding window: into a full pool a fresh patch comes in the place of the oldest, so
 * both distributions may drift with their streams. A draw picks patches uniformly with replacement,
 * each under a uniformly random symmetry of the square, so one patch serves many draws; {@link
 * #due} says when the window has to move on. Contents and draws are a function of the seed and the
 * order of admission alone, and {@link #state} captures both.
 *
 * <p>Owned by the training thread.
 */
final class PatchReservoir {

    private static final Dihedral[] SYMMETRIES = Dihedral.values();

    private final ReservoirConfig config;
    private final DrawGenerator random;

    /** In order of admission while it grows; then a ring whose first is at {@code oldest}. */
    private final List<StreamedPatch> pool = new ArrayList<>();

    /** When each place of the pool was filled; after a restart, when it was filled again. */
    private final List<Long> admittedNanos = new ArrayList<>();

    private int oldest;
    private long draws;
    private long unpaid;

    /**
     * Goes on from a state.
     *
     * @param found the state's members as far as the log still has them, oldest first
     */
    PatchReservoir(ReservoirConfig config, ReservoirState state, List<StreamedPatch> found) {
        this.config = config;
        this.random = new DrawGenerator(state.random());
        this.draws = state.draws();
        this.unpaid = state.unpaid();
        // A pool that was larger than it may be now keeps its newest.
        found.subList(Math.max(0, found.size() - config.patches()), found.size())
                .forEach(this::grow);
    }

    ReservoirState state() {
        List<StreamPosition> members = new ArrayList<>(pool.size());
        for (int i = 0; i < pool.size(); i++) {
            members.add(byAge(i).position());
        }
        return new ReservoirState(members, random.state(), draws, unpaid);
    }

    int size() {
        return pool.size();
    }

    /** Share of the capacity in use, 0 to 1. */
    double fill() {
        return (double) pool.size() / config.patches();
    }

    /** Patches drawn so far, restarts included. */
    long draws() {
        return draws;
    }

    /**
     * How many fresh patches to admit before the next n are drawn: as many as are drawn while the
     * pool grows, then one for every {@code maxReuse} draws, so that a patch serves that many draws
     * on average.
     */
    int due(int n) {
        int room = config.patches() - pool.size();
        if (room > 0) {
            return Math.min(n, room);
        }
        return (int) Math.max(0, (unpaid + n) / config.maxReuse());
    }

    /** Takes the patch in; from a full pool the oldest goes. */
    void admit(StreamedPatch patch) {
        if (pool.size() < config.patches()) {
            grow(patch);
            return;
        }
        pool.set(oldest, patch);
        admittedNanos.set(oldest, System.nanoTime());
        oldest = (oldest + 1) % pool.size();
        unpaid -= config.maxReuse();
    }

    private void grow(StreamedPatch patch) {
        pool.add(patch);
        admittedNanos.add(System.nanoTime());
    }

    /** How long the oldest patch has been here, seconds; NaN if there is none. */
    double oldestSeconds(long nowNanos) {
        return pool.isEmpty() ? Double.NaN : (nowNanos - admittedNanos.get(oldest)) / 1e9;
    }

    /**
     * Draws n patches, each independently and under a random symmetry.
     *
     * @throws IllegalStateException if the pool is empty
     */
    List<RgbImage> draw(int n) {
        if (pool.isEmpty()) {
            throw new IllegalStateException("Nothing can be drawn from an empty reservoir");
        }
        List<RgbImage> batch = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            RgbImage pixels = byAge(random.below(pool.size())).pixels();
            batch.add(SYMMETRIES[random.below(SYMMETRIES.length)].of(pixels));
        }
        draws += n;
        if (pool.size() == config.patches()) {
            // A stream that was silent for long owes at most one whole pool.
            unpaid = Math.min(unpaid + n, (long) config.patches() * config.maxReuse());
        }
        return batch;
    }

    /**
     * Counted from the oldest, so that a draw does not depend on where the ring happens to begin.
     */
    private StreamedPatch byAge(int index) {
        return pool.get((oldest + index) % pool.size());
    }
}
