package io.monge.ot.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.DivergedException;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Sampler;
import io.monge.ot.metric.L2Uvp;
import io.monge.ot.solver.Ots;
import io.monge.ot.solver.SolverSpec;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The paper's claim in small (Table 2): OTS against the regularised IPM GAN over λ on a pair whose
 * map is known. Both have the same networks, rates and samples; each is scored at one number of map
 * updates, and then trained on until its score stops improving.
 *
 * <p>The averaged map is scored, and the best moment is chosen with the truth in sight, as the
 * reference does it, for all methods alike.
 */
public final class BiasBenchmark {
    /** Scores within the equal number of map updates, which is therefore no smaller. */
    public static final int LEAST_UPDATES = 20;

    private static final int TEST_POINTS = 4096;

    /** A score counts as improved if it is a hundredth smaller ... */
    private static final double IMPROVEMENT = 0.99;

    /** ... and a training has levelled if this many scores in a row did not. */
    private static final int PATIENCE = 20;

    private final BenchmarkPair pair;
    private final BenchmarkPair.TestPoints test;
    private final Budget budget;
    private final Compute compute;
    private final long seed;

    /**
     * How long each method trains.
     *
     * @param mapUpdates the equal number, reached whatever the time, at least 20
     * @param seconds after which a training that has reached it stops, levelled or not
     */
    public record Budget(long mapUpdates, double seconds) {
        public Budget {
            if (mapUpdates < LEAST_UPDATES) {
                throw new IllegalArgumentException(
                        "mapUpdates is %d, must be at least %d"
                                .formatted(mapUpdates, LEAST_UPDATES));
            }
            if (!(seconds > 0)) {
                throw new IllegalArgumentException("seconds is " + seconds + ", must be above 0");
            }
        }
    }

    public BiasBenchmark(BenchmarkPair pair, Budget budget, Compute compute, long seed) {
        this.pair = pair;
        this.test = pair.test(seed, TEST_POINTS);
        this.budget = budget;
        this.compute = compute;
        this.seed = seed;
    }

    /** T(x) = x: what too large a λ leads to. */
    public MapScore identity() {
        return MapScore.of(test.x(), test);
    }

    /** Algorithm 1. */
    public BiasCurve ots() {
        return run(PerceptronMethod.ots(pair.dimension()).steady(), OptionalDouble.empty());
    }

    /** WGAN-GP with λ times the cost. */
    public BiasCurve regularizedIpmGan(double lambda) {
        SolverSpec spec = PerceptronMethod.regularizedIpmGan(pair.dimension(), lambda).steady();
        return run(spec, OptionalDouble.of(lambda));
    }

    private BiasCurve run(SolverSpec spec, OptionalDouble lambda) {
        Sampler source = pair.source(seed);
        Sampler target = pair.target(seed);
        long perPass = mapUpdatesPerPass(spec);
        long passes = Math.max(1, budget.mapUpdates() / perPass / LEAST_UPDATES);
        List<BiasCurve.Point> points = new ArrayList<>();
        double seconds = 0;
        try (OptimalTransportSolver solver = spec.open(compute, seed)) {
            points.add(point(spec, solver, 0));
            while (true) {
                long start = System.nanoTime();
                for (long i = 0; i < passes; i++) {
                    solver.step(source, target);
                }
                seconds += (System.nanoTime() - start) * 1e-9;
                points.add(point(spec, solver, solver.iteration() * perPass));
                if (points.get(points.size() - 1).mapUpdates() >= budget.mapUpdates()) {
                    if (hasLevelled(points)) {
                        return new BiasCurve(lambda, points, BiasCurve.End.LEVELLED, seconds);
                    }
                    if (seconds >= budget.seconds()) {
                        return new BiasCurve(lambda, points, BiasCurve.End.TIME, seconds);
                    }
                }
            }
        } catch (DivergedException e) {
            // A result of its own: the table says so beside the scores until then.
            return new BiasCurve(lambda, points, BiasCurve.End.DIVERGED, seconds);
        }
    }

    private static long mapUpdatesPerPass(SolverSpec spec) {
        return spec instanceof Ots ots ? ots.alternation().mapUpdates() : 1;
    }

    /** Whether none of the last scores was better than the best before by a hundredth. */
    private static boolean hasLevelled(List<BiasCurve.Point> points) {
        int recent = points.size() - PATIENCE;
        if (recent < 2) {
            return false;
        }
        return smallest(points.subList(recent, points.size()))
                > IMPROVEMENT * smallest(points.subList(1, recent));
    }

    private static double smallest(List<BiasCurve.Point> points) {
        return points.stream().mapToDouble(p -> p.score().uvp()).min().orElseThrow();
    }

    private BiasCurve.Point point(SolverSpec spec, OptimalTransportSolver solver, long updates) {
        try (NDManager root = compute.openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            Parameters weights =
                    Parameters.frozen(
                            scope.manager(), solver.averagedWeights(), MemoryFormat.CONTIGUOUS);
            NDArray x =
                    TorchOps.upload(
                            scope.manager(),
                            Rows.flat(test.x()),
                            test.x().length,
                            pair.dimension());
            float[][] images =
                    Rows.of(spec.map().over(weights).of(x).toFloatArray(), pair.dimension());
            return new BiasCurve.Point(
                    updates,
                    MapScore.of(images, test),
                    L2Uvp.variance(images) / test.targetVariance());
        }
    }
}
