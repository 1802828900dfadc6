package io.monge.ot.benchmark;

import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Compute;
import java.util.Map;
import java.util.Optional;

/** W2GN's table: Gaussians whose map is known in closed form, both directions scored. */
public final class GaussiansBenchmark {
    private static final int TEST_POINTS = 1 << 14;

    private static final Map<Integer, String> PUBLISHED =
            Map.ofEntries(
                    Map.entry(2, "< 1"),
                    Map.entry(4, "< 1"),
                    Map.entry(8, "< 1"),
                    Map.entry(16, "< 1"),
                    Map.entry(32, "< 1"),
                    Map.entry(64, "< 1"),
                    Map.entry(128, "1"),
                    Map.entry(256, "1.1"),
                    Map.entry(512, "1.3"),
                    Map.entry(1024, "1.7"),
                    Map.entry(2048, "1.8"),
                    Map.entry(4096, "1.5"));

    private final GaussianPair pair;
    private final RunLength length;
    private final Compute compute;
    private final long seed;

    public GaussiansBenchmark(GaussianPair pair, RunLength length, Compute compute, long seed) {
        this.pair = pair;
        this.length = length;
        this.compute = compute;
        this.seed = seed;
    }

    /**
     * Trains a method that finds both maps at once, and scores them.
     *
     * @throws IllegalArgumentException if the method finds no inverse map
     */
    public GaussiansResult both(BenchmarkMethod method) {
        BenchmarkResult<Scores> result = run(pair, method, length).run(this::scores);
        return GaussiansResult.of(pair, result.score(), result);
    }

    /** Trains a method of one direction twice, once for each, in half the length each. */
    public GaussiansResult each(BenchmarkMethod method) {
        RunLength half = length.among(2, 1);
        BenchmarkResult<MapScore> forward = run(pair, method, half).run(TEST_POINTS);
        BenchmarkResult<MapScore> inverse = run(pair.inverse(), method, half).run(TEST_POINTS);
        return GaussiansResult.of(
                pair, new Scores(forward.score(), inverse.score()), forward, inverse);
    }

    private BenchmarkRun run(GaussianPair direction, BenchmarkMethod method, RunLength time) {
        return new BenchmarkRun(direction, method, time, compute, seed);
    }

    private Scores scores(FittedMap map) {
        TransportMap inverse =
                map.solver()
                        .inverse()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "the method finds no inverse map"));
        BenchmarkPair.TestPoints there = pair.test(seed, TEST_POINTS);
        BenchmarkPair.TestPoints back = pair.inverse().test(seed + 1, TEST_POINTS);
        return new Scores(
                MapScore.of(map.push(there.x()), there),
                MapScore.of(map.push(inverse, back.x()), back));
    }

    /**
     * Both directions.
     *
     * @param forward from P to Q
     * @param inverse from Q to P
     */
    record Scores(MapScore forward, MapScore inverse) {}

    /** L2-UVP published for W2GN, %, as printed there; empty where nothing was. */
    public static Optional<String> published(int dim) {
        return Optional.ofNullable(PUBLISHED.get(dim));
    }
}
