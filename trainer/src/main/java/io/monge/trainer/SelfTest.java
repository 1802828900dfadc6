package io.monge.trainer;

import io.monge.ot.DivergedException;
import io.monge.ot.benchmark.BenchmarkPair;
import io.monge.ot.benchmark.BenchmarkRun;
import io.monge.ot.benchmark.GaussianPair;
import io.monge.ot.benchmark.MapScore;
import io.monge.ot.benchmark.RunLength;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.MlpMap;
import io.monge.ot.network.MlpPotential;
import io.monge.ot.solver.Alternation;
import io.monge.ot.solver.LearningRate;
import io.monge.ot.solver.OptimizerSpec;
import io.monge.ot.solver.Ots;
import io.monge.ot.solver.SolverSpec;
import io.monge.ot.solver.Unconstrained;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.Precision;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.trainer.TrainerConfig.SelfTestConfig;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this machine's engine can do what the trainer asks of it, told before the first patch is
 * read: Algorithm 1 between two Gaussians of the plane, whose map is known in closed form, and the
 * configured map in the configured precision beside itself in float32 on the CPU.
 *
 * <p>Perceptrons have no bf16, so the Gaussians are solved in float32 whatever the precision; it is
 * the second part that tells whether bf16 is what it should be. On the thread that starts the
 * trainer.
 */
final class SelfTest {

    private static final Logger LOG = LoggerFactory.getLogger(SelfTest.class);

    private static final long SEED = 1;
    private static final int TEST_POINTS = 4096;
    private static final int BATCH = 128;
    private static final int MAP_UPDATES = 5;
    private static final List<Integer> HIDDEN = List.of(64, 64);
    private static final double RATE = 5e-3;
    private static final double LAST_RATE = 0.01; // of the first

    private final SelfTestConfig config;
    private final MetricEmitter metrics;

    SelfTest(SelfTestConfig config, MetricEmitter metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Does nothing when it is switched off.
     *
     * @param compute of the training
     * @param probe the configured map, looked at in that
     * @throws IllegalStateException if a number is beyond its bound; one sentence
     */
    void run(Compute compute, ArithmeticProbe probe) {
        if (config.iterations() == 0) {
            return;
        }
        double uvp = uvp(compute.in(Precision.FLOAT32));
        metrics.emit(Metric.TRAINER_SELF_TEST_UVP, uvp);
        double difference = probe.difference(compute);
        metrics.emit(Metric.TRAINER_SELF_TEST_DIFFERENCE, difference);
        require(
                uvp <= config.tolerance(),
                "the known map between two Gaussians was missed by an L2-UVP of %.2f %% after %d iterations (allowed: %s %%)",
                uvp,
                config.iterations(),
                config.tolerance());
        require(
                difference <= ArithmeticProbe.ALLOWED,
                "the map computed as configured differs by %.2f grey levels from itself in float32 on the CPU (allowed: %s)",
                difference,
                ArithmeticProbe.ALLOWED);
        LOG.info(
                "Self-test passed: L2-UVP {} % between two Gaussians (allowed: {} %), {} grey levels off float32",
                String.format(Locale.ROOT, "%.2f", uvp),
                config.tolerance(),
                String.format(Locale.ROOT, "%.3f", difference));
    }

    private static void require(boolean holds, String sentence, Object... values) {
        if (!holds) {
            throw new IllegalStateException(
                    "The self-test failed: "
                            + String.format(Locale.ROOT, sentence, values)
                            + "; no patch has been read");
        }
    }

    private double uvp(Compute compute) {
        GaussianPair pair = GaussianPair.w2gn(2);
        RunLength length = new RunLength.Iterations(config.iterations());
        try {
            return new BenchmarkRun(pair, SelfTest::method, length, compute, SEED)
                    .run(TEST_POINTS)
                    .score()
                    .uvp();
        } catch (DivergedException e) {
            throw new IllegalStateException(
                    "The self-test failed: between two Gaussians training diverged: "
                            + e.getMessage(),
                    e);
        }
    }

    /** What a map that does nothing has, %: the scale of the bound. */
    static double uvpOfIdentity() {
        BenchmarkPair.TestPoints test = GaussianPair.w2gn(2).test(SEED, TEST_POINTS);
        return MapScore.of(test.x(), test).uvp();
    }

    private static SolverSpec method(long iterations) {
        LearningRate falling = new LearningRate(RATE, 0, iterations, LAST_RATE);
        OptimizerSpec adam = new OptimizerSpec(falling, 0.5, 0.9, 0);
        return new Ots(
                new MlpMap(2, HIDDEN, MlpMap.Skip.IDENTITY),
                new MlpPotential(2, HIDDEN),
                new Mse(Up.IDENTITY, 0),
                1,
                Alternation.algorithm1(MAP_UPDATES),
                new Unconstrained(),
                BATCH,
                adam,
                adam,
                0);
    }
}
