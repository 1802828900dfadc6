package io.monge.ot.solver;

import io.monge.ot.Sampler;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.GlobalSkip;
import io.monge.ot.network.MapInit;
import io.monge.ot.network.ResNet;
import io.monge.ot.tensor.TorchOps;
import java.util.SplittableRandom;

/** Runs small enough for a test: 4 px to 8 px, a few hundred parameters. */
final class TinyRuns {
    private TinyRuns() {}

    static Ots spec(PotentialConstraint constraint, long refreshEvery) {
        LearningRate rate = new LearningRate(1e-3, 2, 6, 0.1);
        return new Ots(
                new Edsr(2, 1, 4, 1, GlobalSkip.BICUBIC, MapInit.IDENTITY),
                new ResNet(8, 4, 8, 0.1, 0.2),
                new Mse(Up.BICUBIC, refreshEvery),
                1,
                Alternation.algorithm1(2),
                constraint,
                3,
                new OptimizerSpec(rate, 0, 0.9, 0),
                new OptimizerSpec(rate, 0, 0.9, 0),
                0.99);
    }

    /** Uniform noise of a side, from a generator of its own. */
    static Sampler noise(int side, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return (scope, n) -> {
            float[] values = new float[n * 3 * side * side];
            for (int i = 0; i < values.length; i++) {
                values[i] = 2 * random.nextFloat() - 1;
            }
            return TorchOps.upload(scope, values, n, 3, side, side);
        };
    }
}
