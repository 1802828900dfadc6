package io.monge.trainer;

import io.monge.ot.snapshot.SolverCheckpoint;
import java.util.OptionalLong;

/**
 * Everything needed to continue a training bit for bit on a CPU: what has been learnt, what has
 * been consumed and what has been published, all of one moment between two iterations.
 *
 * @param learnt the method, its networks, moments and iteration
 * @param configHash of the trainer's configuration that wrote this
 * @param lr the stream of P
 * @param hr the stream of Q
 * @param published what the world has been told so far
 * @param guard what the losses usually are, and whether the colours were right
 */
record Checkpoint(
        SolverCheckpoint learnt,
        String configHash,
        StreamState lr,
        StreamState hr,
        Published published,
        GuardState guard) {

    long iteration() {
        return learnt.state().iteration();
    }

    /**
     * Snapshots out so far.
     *
     * @param count their number, which chooses the next slot
     * @param parent version of the last one
     * @param origin the training they are of
     */
    record Published(long count, OptionalLong parent, Origin origin) {

        static final Published NOTHING = nothing(Origin.UNKNOWN);

        static Published nothing(Origin origin) {
            return new Published(0, OptionalLong.empty(), origin);
        }

        Published and(long version) {
            return new Published(count + 1, OptionalLong.of(version), origin);
        }
    }
}
