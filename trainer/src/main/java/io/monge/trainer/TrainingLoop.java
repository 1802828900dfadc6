package io.monge.trainer;

import io.monge.ot.DivergedException;
import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.StepReport;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the trainer: steps for ever, and now and then a snapshot for the world and a
 * checkpoint for itself.
 *
 * <p>{@link #run} belongs to the training thread; {@link #stop} may come from any.
 */
final class TrainingLoop {

    /** So many divergences without a checkpoint between them, and a person is needed. */
    private static final int DIVERGENCES_TO_STOP = 3;

    private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

    private final Solvers solvers;
    private final PatchStreams patches;
    private final CheckpointKeeper checkpoints;
    private final SnapshotPublisher publisher;
    private final TrainingMonitor monitor;

    private volatile boolean stopping;
    private int divergences;

    TrainingLoop(
            Solvers solvers,
            PatchStreams patches,
            CheckpointKeeper checkpoints,
            SnapshotPublisher publisher,
            TrainingMonitor monitor) {
        this.solvers = solvers;
        this.patches = patches;
        this.checkpoints = checkpoints;
        this.publisher = publisher;
        this.monitor = monitor;
    }

    /**
     * Trains until {@link #stop}, then saves.
     *
     * @param from the checkpoint the patches are of, or nothing to begin
     * @throws DivergedException when training has diverged three times in a row
     */
    void run(Optional<Checkpoint> from) {
        OptimalTransportSolver solver =
                from.map(checkpoint -> solvers.resume(checkpoint.learnt().state()))
                        .orElseGet(solvers::open);
        try {
            monitor.begins(solver.iteration(), patches);
            patches.awaitMinimum();
            if (from.isEmpty()) {
                save(solver); // what a divergence in the first iterations goes back to
            }
            while (!stopping) {
                try {
                    iterate(solver);
                } catch (DivergedException e) {
                    solver.close();
                    solver = rollBack(e);
                }
            }
            saveLast(solver);
        } catch (CancellationException e) {
            // In the middle of an iteration: what there is now could not be continued bit for bit.
            LOG.info("Stopped while waiting for patches; the last checkpoint stands");
        } finally {
            solver.close();
        }
    }

    /** Ends {@link #run} after the current iteration. */
    void stop() {
        stopping = true;
    }

    private void iterate(OptimalTransportSolver solver) {
        long start = System.nanoTime();
        StepReport report = solver.step(patches.lr(), patches.hr());
        monitor.stepped(report, patches, (System.nanoTime() - start) / 1e9);
        if (publisher.isDue(report.iteration())) {
            publish(solver);
        }
        if (checkpoints.isDue(report.iteration())) {
            save(solver);
            divergences = 0;
        }
    }

    private void publish(OptimalTransportSolver solver) {
        Map<String, HostTensor> weights = solver.averagedWeights();
        FiniteWeights.require(weights);
        publisher.publish(solver.iteration(), weights, patches);
    }

    private void save(OptimalTransportSolver solver) {
        checkpoints.save(solver, patches, publisher.published());
    }

    private void saveLast(OptimalTransportSolver solver) {
        publisher.awaitQuiet(); // so that the checkpoint knows of the last snapshot
        try {
            save(solver);
        } catch (DivergedException e) {
            LOG.warn("{}; the checkpoint before it stands", e.getMessage());
        }
    }

    /**
     * Goes back to the last checkpoint, but not in the random stream: the reservoirs go on drawing
     * from where they are, so other batches come than those that diverged.
     */
    private OptimalTransportSolver rollBack(DivergedException cause) {
        divergences++;
        if (divergences == DIVERGENCES_TO_STOP) {
            throw new DivergedException(
                    "Training diverged %d times in a row without reaching a checkpoint; the last time: %s"
                            .formatted(divergences, cause.getMessage()));
        }
        Checkpoint last = checkpoints.latest().orElseThrow(() -> cause);
        LOG.warn("{}; going back to iteration {}", cause.getMessage(), last.iteration());
        monitor.rolledBack(last.iteration());
        publisher.rewind(last.published());
        return solvers.resume(last.learnt().state());
    }
}
