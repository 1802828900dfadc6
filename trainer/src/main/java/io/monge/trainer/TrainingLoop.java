package io.monge.trainer;

import io.monge.ot.DivergedException;
import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.StepReport;
import io.monge.trainer.Divergence.Reason;
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

    private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

    private final Solvers solvers;
    private final PatchStreams patches;
    private final Recovery recovery;
    private final SnapshotPublisher publisher;
    private final TrainingMonitor monitor;

    private volatile boolean stopping;

    TrainingLoop(
            Solvers solvers,
            PatchStreams patches,
            Recovery recovery,
            SnapshotPublisher publisher,
            TrainingMonitor monitor) {
        this.solvers = solvers;
        this.patches = patches;
        this.recovery = recovery;
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
        from.ifPresent(recovery::resume);
        try {
            monitor.begins(solver.iteration(), patches);
            patches.awaitMinimum();
            if (from.isEmpty()) {
                save(solver); // what a divergence in the first iterations goes back to
            }
            while (!stopping) {
                Optional<Divergence> trouble = iterate(solver);
                if (trouble.isPresent()) {
                    long iteration = solver.iteration();
                    solver.close();
                    solver = rollBack(trouble.get(), iteration);
                    save(solver); // the good branch is the newest one now, also for a restart
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

    /** Returns what is wrong afterwards, if anything is; nothing of it is shown or saved then. */
    private Optional<Divergence> iterate(OptimalTransportSolver solver) {
        long repeats = solver.float32Repeats();
        int reanchors = solver.reanchors().size();
        try {
            long start = System.nanoTime();
            StepReport report = solver.step(patches.lr(), patches.hr());
            monitor.stepped(report, patches, (System.nanoTime() - start) / 1e9, solver::vitals);
            Optional<Divergence> trouble = recovery.check(report);
            if (trouble.isEmpty()) {
                tellAndSave(solver);
            }
            return trouble;
        } catch (DivergedException e) {
            return Optional.of(Divergence.of(Reason.NON_FINITE, e.getMessage()));
        } finally {
            monitor.repeated(solver.float32Repeats() - repeats, solver.iteration());
            monitor.reanchored(solver.reanchors().size() - reanchors, solver.iteration());
        }
    }

    private void tellAndSave(OptimalTransportSolver solver) {
        long iteration = solver.iteration();
        if (publisher.isDue(iteration)) {
            publish(solver);
        }
        if (recovery.isDue(iteration)) {
            save(solver);
        }
    }

    private void publish(OptimalTransportSolver solver) {
        Map<String, HostTensor> weights = solver.averagedWeights();
        FiniteWeights.require(weights);
        publisher.publish(solver.iteration(), weights, solver.reanchors(), patches);
    }

    private void save(OptimalTransportSolver solver) {
        recovery.save(solver, patches, publisher.published());
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
     * Goes back to the last good checkpoint, but not in the random stream: the reservoirs go on
     * drawing from where they are, so other batches come than those that diverged.
     */
    private OptimalTransportSolver rollBack(Divergence cause, long iteration) {
        Checkpoint good = recovery.goBack(cause, iteration);
        LOG.warn("{}; going back to iteration {}", cause.sentence(), good.iteration());
        monitor.rolledBack(cause.reason(), good.iteration());
        recovery.begin(publisher.rewind(good.published()));
        return solvers.resume(good.learnt().state());
    }
}
