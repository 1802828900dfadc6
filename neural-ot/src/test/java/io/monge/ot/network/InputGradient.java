package io.monge.ot.network;

import ai.djl.ndarray.NDArray;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.Tolerance;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * The gradient of a full-size network's summed output in its input.
 *
 * <p>These networks are piecewise linear: where a unit is zero but for rounding, the gradient jumps
 * by what that unit adds. So where the tolerance is missed, the gradient is taken again at inputs
 * moved by their last bit, and the error is held to a small multiple of what that changes.
 */
final class InputGradient {
    private static final int REPETITIONS = 5;

    /** Five inputs do not show the whole width of the jumps. */
    private static final double WIDTH = 3;

    private InputGradient() {}

    static void check(
            UnaryOperator<NDArray> network, NDArray x, OracleFile file, Findings findings) {
        float[] expected = file.get("grad_input").floats();
        float[] ours = gradient(network, x);
        if (ours.length != expected.length) {
            findings.miss("grad_input has %d values, not %d", ours.length, expected.length);
            return;
        }
        double error = difference(ours, expected) / difference(expected, new float[ours.length]);
        double noise = 0;
        if (error > Tolerance.FIRST_GRADIENT.most()) {
            for (int seed = 1; seed <= REPETITIONS; seed++) {
                float[] again = gradient(network, nudged(x, seed));
                noise =
                        Math.max(
                                noise,
                                difference(again, ours)
                                        / difference(expected, new float[ours.length]));
            }
        }
        findings.error(
                "grad_input", error, Math.max(Tolerance.FIRST_GRADIENT.most(), WIDTH * noise));
    }

    private static float[] gradient(UnaryOperator<NDArray> network, NDArray x) {
        NDArray sum = network.apply(x).sum();
        return TorchOps.grad(sum, List.of(x)).get(0).toFloatArray();
    }

    private static NDArray nudged(NDArray x, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = TorchOps.detach(x).toFloatArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextBoolean() ? Math.nextUp(values[i]) : Math.nextDown(values[i]);
        }
        long[] shape = x.getShape().getShape();
        return TorchOps.variable(TorchOps.upload(x.getManager(), values, shape));
    }

    private static double difference(float[] a, float[] b) {
        double greatest = 0;
        for (int i = 0; i < a.length; i++) {
            greatest = Math.max(greatest, Math.abs((double) a[i] - b[i]));
        }
        return greatest;
    }
}
