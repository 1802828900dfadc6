package io.monge.ot.benchmark;

import io.monge.ot.metric.EnergyDistance;
import io.monge.ot.tensor.Compute;

/** W2GN on a toy in the plane: how far is T#P from Q? */
public final class ToyBenchmark {
    private static final int POINTS = 4096;
    private static final int DIRECTIONS = 1000;

    /** Another stream than the training's. */
    private static final long UNSEEN = 0x5EED;

    private final ToySamples samples;
    private final RunLength length;
    private final Compute compute;
    private final long seed;

    public ToyBenchmark(ToyTarget target, RunLength length, Compute compute, long seed) {
        this.samples = new ToySamples(target);
        this.length = length;
        this.compute = compute;
        this.seed = seed;
    }

    /**
     * Fresh points, row by row, and what separates their distributions: unbiased sliced energy
     * distances.
     *
     * @param x (n, 2) of P
     * @param pushed (n, 2) T(x)
     * @param y (n, 2) of Q
     * @param before between P and Q
     * @param after between T#P and Q
     * @param floor between two samples of Q: what a perfect map would score here
     */
    public record Scores(
            float[][] x,
            float[][] pushed,
            float[][] y,
            double before,
            double after,
            double floor) {}

    public BenchmarkResult<Scores> run() {
        return new BenchmarkRun(samples, Wasserstein2Method.toys(), length, compute, seed)
                .run(this::scores);
    }

    private Scores scores(FittedMap map) {
        UnpairedSamples.TrainingPoints fresh = samples.training(seed + UNSEEN, POINTS);
        float[][] others = samples.training(seed + 2 * UNSEEN, POINTS).y();
        float[][] pushed = map.push(fresh.x());
        EnergyDistance distance = EnergyDistance.seeded(DIRECTIONS, 2, seed);
        return new Scores(
                fresh.x(),
                pushed,
                fresh.y(),
                distance.unbiased(fresh.x(), fresh.y()),
                distance.unbiased(pushed, fresh.y()),
                distance.unbiased(others, fresh.y()));
    }
}
