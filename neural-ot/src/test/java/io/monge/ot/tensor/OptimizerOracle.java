package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.Tolerance;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Trajectories of one vector of parameters. Rule and betas stand in the arrays' names
 * ("trace.adam_b0_09" = Adam (0, 0.9)); rate and weight decay stand nowhere: they are those whose
 * recurrence, in float64, gives the trajectory.
 */
final class OptimizerOracle {
    private static final Pattern NAME =
            Pattern.compile("trace\\.(adamax|adam|rmsprop)(?:_b(\\d+)_(\\d+))?.*");

    /** Of the recurrence in float64, against a decay that is not the file's. */
    private static final double EXACT = 1e-6;

    private static final List<Double> DECAYS =
            List.of(0.0, 0.5, 0.1, 0.05, 0.01, 1e-3, 1e-4, 1e-5, 1e-10);

    private OptimizerOracle() {}

    private record Settings(String rule, double beta1, double beta2, double rate, double decay) {}

    static void check(OracleFile file, Findings findings) {
        for (String name : file.part("trace.").keySet()) {
            Matcher matcher = NAME.matcher("trace." + name);
            if (!matcher.matches()) {
                findings.miss("%s: unknown optimizer", name);
                continue;
            }
            Settings settings = settings(file, matcher);
            findings.compare(
                    "trace." + name,
                    trajectory(file, settings),
                    file.get("trace." + name).floats(),
                    Tolerance.FORWARD);
        }
    }

    private static Settings settings(OracleFile file, Matcher name) {
        boolean given = name.group(2) != null;
        double beta1 = given ? OperatorOracles.decimal(name.group(2)) : 0.9;
        double beta2 = given ? OperatorOracles.decimal(name.group(3)) : 0.999;
        double[] expected = file.get(name.group()).doubles();
        DoubleFunction<Settings> of =
                decay -> {
                    Settings unit = new Settings(name.group(1), beta1, beta2, 1, decay);
                    return new Settings(
                            name.group(1), beta1, beta2, rate(file, unit, expected), decay);
                };
        ToDoubleFunction<Settings> error = tried -> distance(exact(file, tried), expected);
        Settings listed =
                DECAYS.stream()
                        .map(decay -> of.apply(decay))
                        .min(Comparator.comparingDouble(error))
                        .orElseThrow();
        Settings best = listed;
        // Each round a grid ten times as fine as the last one.
        for (double step = 0.1; step > 1e-8 && error.applyAsDouble(listed) > EXACT; step /= 10) {
            double middle = Math.log10(Math.max(1e-6, best.decay()));
            for (int i = -30; i <= 30; i++) {
                Settings tried = of.apply(Math.pow(10, middle + i * step));
                best = error.applyAsDouble(tried) < error.applyAsDouble(best) ? tried : best;
            }
        }
        return best;
    }

    /** The first step is proportional to the rate. */
    private static double rate(OracleFile file, Settings unit, double[] expected) {
        double[] start = file.get("p0").doubles();
        double[] moved = exact(file, unit);
        int farthest = 0;
        for (int i = 0; i < start.length; i++) {
            if (Math.abs(moved[i] - start[i]) > Math.abs(moved[farthest] - start[farthest])) {
                farthest = i;
            }
        }
        double rate = (expected[farthest] - start[farthest]) / (moved[farthest] - start[farthest]);
        return Double.parseDouble("%.6g".formatted(rate));
    }

    /** The recurrences in float64. */
    private static double[] exact(OracleFile file, Settings settings) {
        double[] p = file.get("p0").doubles();
        double[] gradients = file.get("grads").doubles();
        double[] first = new double[p.length];
        double[] second = new double[p.length];
        double[] path = new double[gradients.length];
        for (int k = 0; k < gradients.length; k++) {
            int i = k % p.length;
            int t = k / p.length + 1;
            double g = gradients[k] + settings.decay() * p[i];
            first[i] = settings.beta1() * first[i] + (1 - settings.beta1()) * g;
            double step = settings.rate() / (1 - Math.pow(settings.beta1(), t)) * first[i];
            double b2 = settings.beta2();
            switch (settings.rule()) {
                case "adam" -> {
                    second[i] = b2 * second[i] + (1 - b2) * g * g;
                    p[i] -= step / (Math.sqrt(second[i]) / Math.sqrt(1 - Math.pow(b2, t)) + 1e-8);
                }
                case "adamax" -> {
                    second[i] = Math.max(b2 * second[i], Math.abs(g) + 1e-8);
                    p[i] -= step / second[i];
                }
                default -> {
                    second[i] = 0.99 * second[i] + 0.01 * g * g;
                    p[i] -= settings.rate() * g / (Math.sqrt(second[i]) + 1e-8);
                }
            }
            path[k] = p[i];
        }
        return path;
    }

    private static double distance(double[] a, double[] b) {
        double worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs(a[i] - b[i]));
        }
        return worst;
    }

    /** The trajectory of the optimizers that train. */
    private static float[] trajectory(OracleFile file, Settings settings) {
        float[] start = file.get("p0").floats();
        float[] gradients = file.get("grads").floats();
        float[] path = new float[gradients.length];
        try (NDManager root = Compute.cpu(1).openRoot()) {
            Parameters weights =
                    Parameters.trainable(
                            root,
                            Map.of("p", HostTensor.of(start, start.length)),
                            MemoryFormat.CONTIGUOUS);
            BiConsumer<List<NDArray>, Double> step = opening(root, settings).apply(weights);
            for (int at = 0; at < path.length; at += start.length) {
                try (GradientScope scope = GradientScope.recording(root)) {
                    float[] g = Arrays.copyOfRange(gradients, at, at + start.length);
                    step.accept(
                            List.of(TorchOps.upload(scope.manager(), g, start.length)),
                            settings.rate());
                }
                System.arraycopy(weights.toHost().get("p").floats(), 0, path, at, start.length);
            }
        }
        return path;
    }

    private static Function<Parameters, BiConsumer<List<NDArray>, Double>> opening(
            NDManager root, Settings settings) {
        if (settings.rule().equals("rmsprop")) {
            return weights -> new RmsProp(root, weights)::apply;
        }
        Adam.Rule rule = settings.rule().equals("adamax") ? Adam.Rule.ADAMAX : Adam.Rule.ADAM;
        Adam.Hyperparameters constants =
                new Adam.Hyperparameters(
                        rule, settings.beta1(), settings.beta2(), settings.decay());
        return weights -> new Adam(root, weights, constants)::apply;
    }
}
