package io.monge.trainer;

import io.monge.ot.DivergedException;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.SolverState;
import io.monge.ot.network.NetworkSpec;
import io.monge.ot.snapshot.SolverCheckpoint;
import io.monge.ot.snapshot.SpecJson;
import io.monge.ot.solver.SolverSpec;
import io.monge.runtime.config.InvalidConfigException;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.trainer.Checkpoint.Published;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a checkpoint is due, puts it together, and says whether an old one fits the
 * configuration.
 *
 * <p>Owned by the training thread.
 */
final class CheckpointKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointKeeper.class);

    private final TrainerConfig config;
    private final CheckpointDirectory directory;
    private final SecondHome home;
    private final MetricEmitter metrics;
    private final Trigger trigger;

    /** Without a second home. */
    CheckpointKeeper(TrainerConfig config, CheckpointDirectory directory, MetricEmitter metrics) {
        this(config, directory, SecondHome.none(), metrics);
    }

    /**
     * @param home where checkpoints are kept too
     */
    CheckpointKeeper(
            TrainerConfig config,
            CheckpointDirectory directory,
            SecondHome home,
            MetricEmitter metrics) {
        this.config = config;
        this.directory = directory;
        this.home = home;
        this.metrics = metrics;
        this.trigger = new Trigger(config.checkpoint().every(), Duration.ZERO, System::nanoTime);
    }

    /**
     * The newest checkpoint that is whole; from the second home only if the directory has none.
     *
     * @throws InvalidConfigException if the configuration asks for other networks than it holds
     * @throws IllegalStateException if there are some and neither home has one that can be used: to
     *     start anew would overwrite them
     */
    Optional<Checkpoint> latest() {
        return fitting(found());
    }

    private Optional<Checkpoint> found() {
        Optional<Checkpoint> onDisk;
        try {
            onDisk = directory.latest();
        } catch (IllegalStateException e) {
            if (!home.restore(directory, this::requireFit)) {
                throw e;
            }
            LOG.warn("{}; the topic has had one", e.getMessage());
            return directory.latest();
        }
        boolean fetched = onDisk.isEmpty() && home.restore(directory, this::requireFit);
        return fetched ? directory.latest() : onDisk;
    }

    /** The newest of this iteration or an earlier one; if there is none, the oldest later one. */
    Optional<Checkpoint> newestUpTo(long iteration) {
        return fitting(directory.newestUpTo(iteration));
    }

    private Optional<Checkpoint> fitting(Optional<Checkpoint> found) {
        found.ifPresent(
                checkpoint -> {
                    requireFit(checkpoint);
                    trigger.reset(checkpoint.iteration());
                });
        return found;
    }

    private void requireFit(Checkpoint checkpoint) {
        SolverSpec saved = checkpoint.learnt().spec();
        require("map", config.solver().map(), saved.map());
        require("potential", config.solver().potential(), saved.potential());
    }

    private void require(String role, NetworkSpec configured, NetworkSpec saved) {
        if (!configured.equals(saved)) {
            throw new InvalidConfigException(
                    "trainer.solver.%s is %s, but the checkpoints in %s are of %s: keep that architecture, or choose %s"
                            .formatted(
                                    role,
                                    SpecJson.of(configured),
                                    config.checkpoint().directory(),
                                    SpecJson.of(saved),
                                    wayOut()));
        }
    }

    /** A directory that is empty gets what is on the topic. */
    private String wayOut() {
        String directory = "another trainer.checkpoint.directory";
        return config.checkpoint().topic() == 0
                ? directory
                : directory
                        + " and, as they are on their topic too, another trainer.model or trainer.checkpoint.topic: 0";
    }

    boolean isDue(long iteration) {
        return trigger.isDue(iteration);
    }

    /**
     * Saves durably.
     *
     * @throws DivergedException if a weight or moment is not finite; nothing is saved then
     */
    void save(
            OptimalTransportSolver solver,
            PatchStreams streams,
            Published published,
            GuardState guard) {
        long start = System.nanoTime();
        SolverState state = solver.state();
        FiniteWeights.require(state.tensors());
        Path saved =
                directory.save(
                        new Checkpoint(
                                new SolverCheckpoint(config.solver(), state),
                                ConfigHash.of(config),
                                streams.lr().state(),
                                streams.hr().state(),
                                published,
                                guard));
        home.keep(saved);
        trigger.reset(state.iteration());
        double seconds = (System.nanoTime() - start) / 1e9;
        metrics.emitAt(state.iteration(), Metric.TRAINER_CHECKPOINT_SECONDS, seconds);
        LOG.debug("Saved iteration {} in {} s", state.iteration(), seconds);
    }
}
