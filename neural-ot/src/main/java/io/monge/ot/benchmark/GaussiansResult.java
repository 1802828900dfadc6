package io.monge.ot.benchmark;

import java.util.Arrays;

/**
 * One row of the Gaussian table.
 *
 * @param dim d
 * @param forward of the map from P to Q
 * @param inverse of the map from Q to P
 * @param halfSquaredDistance ½ W₂² between the two, the cost of the true map
 * @param seconds wall-clock time of the training, without scoring
 * @param cpuSeconds processor time of the process meanwhile
 * @param iterations passes
 */
public record GaussiansResult(
        int dim,
        MapScore forward,
        MapScore inverse,
        double halfSquaredDistance,
        double seconds,
        double cpuSeconds,
        long iterations) {
    static GaussiansResult of(
            GaussianPair pair, GaussiansBenchmark.Scores scores, BenchmarkResult<?>... runs) {
        return new GaussiansResult(
                pair.dimension(),
                scores.forward(),
                scores.inverse(),
                pair.halfSquaredDistance(),
                Arrays.stream(runs).mapToDouble(BenchmarkResult::seconds).sum(),
                Arrays.stream(runs).mapToDouble(BenchmarkResult::cpuSeconds).sum(),
                Arrays.stream(runs).mapToLong(BenchmarkResult::iterations).sum());
    }
}
