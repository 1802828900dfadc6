package io.monge.trainer;

import io.monge.ot.DivergedException;
import io.monge.runtime.config.InvalidConfigException;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.service.Health;
import io.monge.runtime.service.Service;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trainer as a service: patches in, snapshots out, on a thread of its own named {@code
 * trainer}.
 *
 * <p>Goes on from the newest checkpoint in its directory. When training has diverged three times in
 * a row its health is down with a {@link DivergedException} as the cause.
 */
public final class TrainerService implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(TrainerService.class);

    /**
     * Longest time from {@link #close} to the end of the iteration under way and the last
     * checkpoint.
     */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    private final TrainerConfig config;
    private final KafkaConnection kafka;
    private final MetricEmitter metrics;
    private final Solvers solvers;
    private final Training training;

    private volatile @Nullable Throwable failure;
    private @Nullable CheckpointDirectory directory;
    private @Nullable PairScores pairs;
    private @Nullable SecondHome home;
    private @Nullable Thread thread;

    /**
     * @param kafka whose topics have been provisioned
     * @param metrics closed by the caller, after this service
     * @param gitCommit of the build, for the lineage of snapshots; {@code unknown} if it is
     */
    public TrainerService(
            TrainerConfig config, KafkaConnection kafka, MetricEmitter metrics, String gitCommit) {
        this(config, kafka, metrics, gitCommit, Solvers.of(config));
    }

    TrainerService(
            TrainerConfig config,
            KafkaConnection kafka,
            MetricEmitter metrics,
            String gitCommit,
            Solvers solvers) {
        this.config = config;
        this.kafka = kafka;
        this.metrics = metrics;
        this.solvers = solvers;
        this.training = new Training(config, kafka, metrics, gitCommit);
    }

    @Override
    public String name() {
        return "trainer";
    }

    /**
     * @throws InvalidConfigException if the checkpoints are of other networks than the
     *     configuration's, or the true pairs cannot be used
     * @throws IllegalStateException if another trainer uses the checkpoints, or the self-test fails
     */
    @Override
    public void start() {
        ArithmeticProbe probe = new ArithmeticProbe(config.solver().map(), config.lrPatch());
        new SelfTest(config.selfTest(), metrics).run(config.compute(), probe);
        PairScores trueOnes = PairScores.open(config.heldOut(), config.solver().map().scale());
        pairs = trueOnes;
        CheckpointDirectory opened =
                CheckpointDirectory.open(
                        config.checkpoint().directory(),
                        config.checkpoint().keep(),
                        config.guard().confirmAfter());
        directory = opened;
        SecondHome second = SecondHome.open(config, kafka, metrics);
        home = second;
        CheckpointKeeper checkpoints = new CheckpointKeeper(config, opened, second, metrics);
        Optional<Checkpoint> from = checkpoints.latest();
        from.ifPresentOrElse(
                checkpoint -> LOG.info("Going on from iteration {}", checkpoint.iteration()),
                () -> LOG.info("Starting a new training"));
        Thread started = new Thread(() -> train(checkpoints, from, trueOnes), "trainer");
        started.setDaemon(true); // whoever cannot wait for it any longer must be able to exit
        thread = started;
        started.start();
    }

    private void train(
            CheckpointKeeper checkpoints, Optional<Checkpoint> from, PairScores trueOnes) {
        try {
            training.run(solvers, checkpoints, from, trueOnes);
        } catch (DivergedException e) {
            LOG.error("{}", e.getMessage());
            failure = e;
        } catch (RuntimeException | Error e) {
            LOG.error("Training has ended: {}", e.getMessage(), e);
            failure = e;
        }
    }

    /** How far it is. Any thread, at any time. */
    public TrainerProgress progress() {
        return training.progress();
    }

    @Override
    public Health health() {
        Throwable cause = failure;
        return cause == null ? training.health() : Health.down(cause);
    }

    /**
     * Waits for the iteration under way, and for the last checkpoint, up to a minute; then for the
     * checkpoints' topic, some seconds.
     */
    @Override
    public void close() {
        training.stop();
        if (thread != null) {
            join(thread);
        }
        if (home != null) {
            home.close(); // which may still be reading what is in the directory
        }
        if (directory != null) {
            directory.close();
        }
        if (pairs != null) {
            pairs.close();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(STOP_TIMEOUT.toMillis());
            if (thread.isAlive()) {
                LOG.error(
                        "The training thread did not end within {} s; the last checkpoint stands",
                        STOP_TIMEOUT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
