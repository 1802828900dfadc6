package io.monge.trainer;

import io.monge.ot.StepReport;
import java.util.Optional;

/**
 * How far a training is, for those who only watch.
 *
 * @param iterations potential iterations so far, restarts included
 * @param lrPatches patches consumed from the stream of P, held-out ones included
 * @param hrPatches patches consumed from the stream of Q, held-out ones included
 * @param snapshotsPublished snapshots acknowledged by the broker, restarts included
 * @param rollbacks returns to a checkpoint after a divergence, since the start of this process
 * @param lastReport the last iteration's measurements, once there is one in this process
 */
public record TrainerProgress(
        long iterations,
        long lrPatches,
        long hrPatches,
        long snapshotsPublished,
        long rollbacks,
        Optional<StepReport> lastReport) {

    static final TrainerProgress NONE = new TrainerProgress(0, 0, 0, 0, 0, Optional.empty());

    TrainerProgress withSnapshots(long published) {
        return new TrainerProgress(
                iterations, lrPatches, hrPatches, published, rollbacks, lastReport);
    }
}
