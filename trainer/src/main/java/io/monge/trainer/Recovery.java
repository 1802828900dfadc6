package io.monge.trainer;

import io.monge.ot.DivergedException;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.StepReport;
import io.monge.trainer.Checkpoint.Published;
import io.monge.trainer.Divergence.Reason;
import java.util.Optional;

/**
 * Says when a training has gone wrong and what it goes back to.
 *
 * <p>Trouble is noticed some time after it began, and a checkpoint written in between has it
 * inside. So only a checkpoint that {@code guard.confirmAfter} further iterations have confirmed
 * counts as good; when there is none, the oldest kept is the least suspicious. What has been learnt
 * comes from there, the streams go on: other batches come than those that did the harm. The first
 * thing saved afterwards is that mixture, so that a restart never finds the bad branch.
 *
 * <p>Owned by the training thread.
 */
final class Recovery {

    /** So many times in a row, and a person is needed. */
    private static final int DIVERGENCES_TO_STOP = 3;

    private final GuardConfig config;
    private final CheckpointKeeper checkpoints;
    private final ColourWatch colours;

    private GuardState losses = GuardState.NONE;
    private int inARow;
    private long lastTrouble;
    private Reason lastReason = Reason.NON_FINITE;

    Recovery(GuardConfig config, CheckpointKeeper checkpoints, ColourWatch colours) {
        this.config = config;
        this.checkpoints = checkpoints;
        this.colours = colours;
    }

    /** Knows the losses as the checkpoint did, and that the colours were right once. */
    void resume(Checkpoint from) {
        losses = from.guard();
        colours.trust(from.guard().coloursTrusted());
    }

    /** What is wrong after this iteration, if anything is. */
    Optional<Divergence> check(StepReport report) {
        losses = losses.after(report, config.loss());
        if (isOvercome(report.iteration())) {
            inARow = 0;
        }
        Optional<Divergence> exploding =
                losses.explosion(config.loss())
                        .map(
                                sentence ->
                                        Divergence.of(
                                                Reason.EXPLODING,
                                                "Iteration %d: %s"
                                                        .formatted(report.iteration(), sentence)));
        return exploding.or(colours::take);
    }

    /** Past the place of the last trouble for so long that it would have shown again. */
    private boolean isOvercome(long iteration) {
        boolean coloursToo = lastReason != Reason.COLOURS || colours.trustedUntil() > lastTrouble;
        return coloursToo && iteration >= lastTrouble + config.confirmAfter();
    }

    boolean isDue(long iteration) {
        return checkpoints.isDue(iteration);
    }

    /**
     * Saves durably.
     *
     * @throws DivergedException if a weight or moment is not finite; nothing is saved then
     */
    void save(OptimalTransportSolver solver, PatchStreams patches, Published published) {
        checkpoints.save(solver, patches, published, losses.withColours(colours.trustedUntil()));
    }

    /**
     * @param iteration at which the trouble was noticed
     * @return the last good checkpoint
     * @throws DivergedException when it is the third time in a row
     */
    Checkpoint goBack(Divergence cause, long iteration) {
        inARow++;
        lastTrouble = iteration;
        lastReason = cause.reason();
        if (inARow == DIVERGENCES_TO_STOP) {
            throw new DivergedException(
                    "Training diverged %d times in a row; the last time: %s"
                            .formatted(inARow, cause.sentence()));
        }
        long confirmed = Math.min(iteration - config.confirmAfter(), cause.trustedUntil());
        Checkpoint good =
                checkpoints
                        .newestUpTo(confirmed)
                        .orElseThrow(() -> new DivergedException(cause.sentence()));
        resume(good);
        return good;
    }

    /** What the snapshots of earlier branches have found, or will yet, is of the bad one. */
    void begin(int branch) {
        colours.begin(branch);
    }
}
