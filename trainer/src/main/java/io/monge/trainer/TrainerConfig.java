package io.monge.trainer;

import io.monge.ot.solver.SolverSpec;
import io.monge.ot.tensor.Compute;
import io.monge.trainer.wire.SnapshotLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything the trainer can be told.
 *
 * <pre>{@code
 * trainer:
 *   model: demo                  # name under which snapshots are published
 *   seed: 1                      # of weights, draws and symmetries
 *   compute: { device: auto, threads: 1, memoryFormat: channels-last, precision: auto }
 *   solver: { type: ots, ... }   # its map and potential say which patch sizes are expected
 *   reservoir: { patches: 2048, minimum: 64, maxReuse: 16, whenDry: reuse }
 *   heldOut: { share: 0.05, patches: 64, pairs: true-pairs, lpips: lpips.onnx }
 *   publish: { every: 500, interval: PT20S, keep: 8, promotion: always, tolerances: {...},
 *              rollback: { band: 3, last: 4 } }
 *   checkpoint: { every: 500, keep: 3, directory: checkpoints, topic: 0 }
 *   guard:
 *     loss: { factor: 4, floor: 0.02, warmUp: 200, window: 20, memory: 500 }
 *     colours: { shift: 0.5, contrast: 2 }
 *     confirmAfter: 400
 *   selfTest: { iterations: 0, tolerance: 5 }
 * }</pre>
 *
 * @param model name under which snapshots are published
 * @param seed of weights, draws and symmetries
 * @param compute device and threads of the mathematics
 * @param solver the method; LR patches have the potential's size divided by the map's scale
 * @param reservoir the pools the samples are drawn from
 * @param heldOut patches kept for scores
 * @param publish when snapshots go out
 * @param checkpoint when and where the state is saved
 * @param guard when training counts as gone wrong and goes back to a checkpoint
 * @param selfTest a problem with a known answer, solved before the training
 */
public record TrainerConfig(
        String model,
        long seed,
        Compute compute,
        SolverSpec solver,
        ReservoirConfig reservoir,
        HeldOutConfig heldOut,
        PublishConfig publish,
        CheckpointConfig checkpoint,
        GuardConfig guard,
        SelfTestConfig selfTest) {

    public TrainerConfig {
        if (!model.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException(
                    "model is '%s', must be 1 to 100 letters, digits, dots, dashes or underscores"
                            .formatted(model));
        }
        if (solver.batchSize() % compute.replicas() != 0) {
            throw new IllegalArgumentException(
                    "compute.replicas is %d, must divide solver.batchSize (%d): each takes the same share"
                            .formatted(compute.replicas(), solver.batchSize()));
        }
    }

    /** Side of the square patches of Q, px. */
    int hrPatch() {
        return solver.potential().size();
    }

    /** Side of the square patches of P, px. */
    int lrPatch() {
        return solver.potential().size() / solver.map().scale();
    }

    /**
     * Patches that are never trained on, so that scores say something.
     *
     * @param share of the images, 0 to 0.5; an image is held out with all its patches
     * @param patches newest held-out patches of each stream kept for scores
     * @param pairs a small folder of true pairs, scored with every snapshot; none for most users
     * @param lpips network for the perceptual distance of the pairs, ONNX
     */
    public record HeldOutConfig(
            double share, int patches, Optional<Path> pairs, Optional<Path> lpips) {

        public HeldOutConfig {
            if (!(share >= 0 && share <= 0.5)) {
                throw new IllegalArgumentException(
                        "share is %s, must be 0 to 0.5".formatted(share));
            }
            Check.atLeast("patches", patches, 1);
            if (lpips.isPresent() && pairs.isEmpty()) {
                throw new IllegalArgumentException(
                        "lpips is %s, but there are no pairs to measure: set pairs too"
                                .formatted(lpips.get()));
            }
        }
    }

    /**
     * A problem with a known answer, solved before the training.
     *
     * @param iterations of Algorithm 1; 0 = no self-test
     * @param tolerance largest L2-UVP that passes, %; the identity has 92
     */
    public record SelfTestConfig(int iterations, double tolerance) {

        public SelfTestConfig {
            Check.atLeast("iterations", iterations, 0);
            Check.notNegative("tolerance", tolerance);
        }
    }

    /**
     * When snapshots go out: after so many iterations and not before so much time. The very first
     * goes out after the first iteration, so that serving has a model at once.
     *
     * @param every potential iterations from one snapshot to the next
     * @param interval least time from one snapshot to the next
     * @param keep slots on the topic, i.e. snapshots one can go back to
     * @param promotion who decides that a snapshot is served
     * @param tolerances of the gate
     * @param rollback when the gate replaces a served version by an older one
     */
    public record PublishConfig(
            int every,
            Duration interval,
            int keep,
            Promotion promotion,
            Tolerances tolerances,
            RollbackConfig rollback) {

        public PublishConfig {
            Check.atLeast("every", every, 1);
            Check.notNegative("interval", interval);
            Check.atLeast("keep", keep, 2);
            Check.atMost("keep", keep, SnapshotLog.FIRST_IMPORT_SLOT);
        }

        /**
         * When the gate replaces a served version by an older one.
         *
         * @param band how many times its tolerance a score may be worse than at the promotion, on
         *     other patches than then
         * @param last newest kept versions that are considered; 0 = only the new snapshot
         */
        public record RollbackConfig(double band, int last) {

            public RollbackConfig {
                Check.notNegative("band", band);
                Check.atLeast("last", last, 0);
            }
        }

        /** Who decides that a snapshot is served. */
        public enum Promotion {
            /** Every published snapshot is served at once. */
            ALWAYS,
            /** Those are that are not worse than the served one by more than the tolerances. */
            GATE,
            /** None is, until an operator says so. */
            MANUAL
        }
    }

    /**
     * When and where the state is saved.
     *
     * @param every potential iterations from one checkpoint to the next
     * @param keep newest checkpoints kept, and beside them what the guard may need to go back to
     * @param directory for this training alone
     * @param topic newest checkpoints kept on the checkpoint topic too; 0 = none
     */
    public record CheckpointConfig(int every, int keep, Path directory, int topic) {

        public CheckpointConfig {
            Check.atLeast("every", every, 1);
            Check.atLeast("keep", keep, 2);
            Check.atLeast("topic", topic, 0);
        }
    }
}
