package io.monge.ot.solver;

import io.monge.ot.Sampler;
import io.monge.ot.network.ConvexActivation;
import io.monge.ot.network.DenseIcnn;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import java.util.SplittableRandom;

/** Small runs on vectors. */
final class VectorRuns {
    private VectorRuns() {}

    /** N(0, sigma² I). */
    static Sampler gaussian(int dim, double sigma, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return (scope, n) -> {
            float[] values = new float[n * dim];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (sigma * random.nextGaussian());
            }
            return TorchOps.upload(scope, values, n, dim);
        };
    }

    static Wasserstein2 gaussianSpec(int dim, int identitySteps) {
        OptimizerSpec adam = new OptimizerSpec(LearningRate.constant(1e-2), 0.8, 0.9, 0);
        return new Wasserstein2(
                new DenseIcnn(
                        dim,
                        List.of(16, 16),
                        1,
                        0.05,
                        ConvexActivation.CELU,
                        0,
                        0.1,
                        DenseIcnn.Names.W2GN),
                dim,
                Wasserstein2.Cycle.BOTH,
                1e-10,
                Wasserstein2.Direction.FORWARD,
                new IdentityStart(identitySteps, 0.01, 3, adam),
                64,
                adam,
                adam,
                0.9);
    }
}
