package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.network.NetworkSpec;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.Tolerance;
import io.monge.ot.tensor.TorchOps;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** What the runs against reference traces share. */
final class Traces {
    /**
     * A bias before a normalisation by the batch has no effect, so its gradient is rounding noise,
     * which Adam turns into whole steps; the running mean follows the bias.
     */
    static final String NOISE = ".*(double_conv.[03].bias|running_mean)";

    private Traces() {}

    /** One batch of (k, n, ...). */
    static NDArray batch(NDManager scope, HostTensor all, int index) {
        long[] shape = Arrays.copyOfRange(all.shape(), 1, all.shape().length);
        int size = (int) (all.size() / all.shape()[0]);
        float[] values = Arrays.copyOfRange(all.floats(), index * size, (index + 1) * size);
        return TorchOps.upload(scope, values, shape);
    }

    /** Hands out the batches of (k, n, ...) in order. */
    static Sampler batches(HostTensor all) {
        int[] next = {0};
        return (scope, n) -> batch(scope, all, next[0]++);
    }

    /** The first of every so many batches. */
    static Sampler everyNth(Sampler all, int period) {
        return (scope, n) -> {
            NDArray first = all.sample(scope, n);
            for (int i = 1; i < period; i++) {
                all.sample(scope, n);
            }
            return first;
        };
    }

    /** So many batches, then one left out, and so on. */
    static Sampler skippingAfter(Sampler all, int period) {
        int[] drawn = {0};
        return (scope, n) -> {
            if (drawn[0] > 0 && drawn[0] % period == 0) {
                all.sample(scope, n);
            }
            drawn[0]++;
            return all.sample(scope, n);
        };
    }

    /** Numbers of a file in place of random ones: one generator for all updates. */
    record Given(float[] values, int[] next) implements Draws {
        Given(HostTensor numbers) {
            this(numbers.floats(), new int[] {0});
        }

        @Override
        public long seed() {
            return 0;
        }

        @Override
        public RandomGenerator ofUpdate(long update) {
            SplittableRandom unused = new SplittableRandom(0);
            return new RandomGenerator() {
                @Override
                public long nextLong() {
                    return unused.nextLong();
                }

                @Override
                public float nextFloat() {
                    return values[next[0]++];
                }
            };
        }
    }

    /** Adam with the rate and betas of the note, or those of the reference's script. */
    static OptimizerSpec adam(OracleFile file, double beta1, double beta2, double weightDecay) {
        return new OptimizerSpec(
                LearningRate.constant(file.number("lr", 1e-3)),
                file.number("Adam\\(", beta1),
                file.number("Adam\\([^,)]*,", beta2),
                weightDecay);
    }

    /** Means over each so many values. */
    static double[] means(double[] values, int count) {
        double[] means = new double[values.length / count];
        for (int i = 0; i < means.length * count; i++) {
            means[i / count] += values[i] / count;
        }
        return means;
    }

    /** A state before the first iteration with the weights of each prefix. */
    static SolverState start(Map<String, Map<String, HostTensor>> weights) {
        Map<String, HostTensor> tensors = new HashMap<>();
        weights.forEach(
                (prefix, part) ->
                        part.forEach((name, tensor) -> tensors.put(prefix + name, real(tensor))));
        return new SolverState(0, 0, Map.of(), tensors);
    }

    /** Counts of batches are integers in the files. */
    private static HostTensor real(HostTensor tensor) {
        return HostTensor.of(tensor.floats(), tensor.shape());
    }

    /** Compares the weights at the end: their mean difference in learning rates. */
    static void end(
            NetworkSpec spec,
            SolverState end,
            String prefix,
            OracleFile file,
            String wanted,
            double learningRate,
            Findings findings) {
        double total = 0;
        for (String name : spec.shapes().keySet()) {
            if (!name.matches(NOISE)) {
                float[] actual = end.tensors().get(prefix + name).floats();
                float[] expected = file.get(wanted + name).floats();
                for (int i = 0; i < expected.length; i++) {
                    total += Math.abs((double) actual[i] - expected[i]);
                }
            }
        }
        findings.error(
                wanted + "* in learning rates",
                total / spec.parameters() / learningRate,
                Tolerance.TRACE_WEIGHT);
    }
}
