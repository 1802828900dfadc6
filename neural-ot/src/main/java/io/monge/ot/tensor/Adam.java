package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam and Adamax as PyTorch computes them (coupled weight decay, epsilon 1e-8 on the corrected
 * √v), with their moments in reach of a checkpoint. Belongs to the training thread.
 */
public final class Adam {
    private final Parameters parameters;
    private final Parameters first;
    private final Parameters second;
    private final Hyperparameters settings;
    private long updates;

    /** What the second moment is. */
    public enum Rule {
        /** The decayed mean of squares. */
        ADAM("adam_"),
        /** Adamax: the decayed maximum of |g| + 1e-8. */
        ADAMAX("adamax_");

        private final String operator;

        Rule(String operator) {
            this.operator = operator;
        }
    }

    /**
     * What stays constant over a run.
     *
     * @param rule Adam or Adamax
     * @param beta1 decay of the first moment
     * @param beta2 decay of the second moment
     * @param weightDecay times the weight is added to the gradient
     */
    public record Hyperparameters(Rule rule, double beta1, double beta2, double weightDecay) {
        /** Adam's. */
        public Hyperparameters(double beta1, double beta2, double weightDecay) {
            this(Rule.ADAM, beta1, beta2, weightDecay);
        }
    }

    /** Starts with zero moments, owned by {@code owner}. */
    public Adam(NDManager owner, Parameters parameters, Hyperparameters settings) {
        this.parameters = parameters;
        this.first = parameters.zeros(owner);
        this.second = parameters.zeros(owner);
        this.settings = settings;
    }

    /** Continues with moments that {@link #moments} gave and their number of updates. */
    public static Adam resume(
            NDManager owner,
            Parameters parameters,
            Hyperparameters settings,
            Map<String, HostTensor> moments,
            long updates) {
        Adam adam = new Adam(owner, parameters, settings);
        adam.first.set(Parameters.withPrefix("m.", moments, adam.first.names()));
        adam.second.set(Parameters.withPrefix("v.", moments, adam.first.names()));
        adam.updates = updates;
        return adam;
    }

    /**
     * One descent step along the gradient of a loss; consumes its graph.
     *
     * @param loss scalar
     * @param learningRate of this step
     */
    public void step(NDArray loss, double learningRate) {
        apply(TorchOps.grad(loss, parameters.arrays()), learningRate);
    }

    /** One descent step along given gradients, in the order of the parameters. */
    public void apply(List<NDArray> gradients, double learningRate) {
        updates++;
        GradientScope.withoutGradient(
                () -> {
                    update(gradients, learningRate);
                    return updates;
                });
        gradients.forEach(NDArray::close);
    }

    private void update(List<NDArray> gradients, double learningRate) {
        new OperatorCall(settings.rule().operator)
                .with(parameters.arrays())
                .with(gradients)
                .with(first.arrays())
                .with(second.arrays())
                .with(updates)
                .with(learningRate)
                .with(settings.beta1())
                .with(settings.beta2())
                .with(settings.weightDecay())
                .inPlace();
    }

    /** Steps taken. */
    public long updates() {
        return updates;
    }

    /**
     * Euclidean norm of the gradient as the rule applies it: the mean of the last 1 / (1 - beta1)
     * ones, which is the last one itself where beta1 is 0. NaN before the first step.
     */
    public double gradientNorm() {
        if (updates == 0) {
            return Double.NaN;
        }
        double squares =
                GradientScope.withoutGradient(
                        () -> first.arrays().stream().mapToDouble(Adam::squares).sum());
        return Math.sqrt(squares) / (1 - Math.pow(settings.beta1(), updates));
    }

    private static double squares(NDArray moment) {
        try (NDArray squared = moment.square();
                NDArray sum = squared.sum()) {
            return sum.getFloat();
        }
    }

    /** First and second moments on the host: "m.*" and "v.*". */
    public Map<String, HostTensor> moments() {
        Map<String, HostTensor> moments = new LinkedHashMap<>();
        first.toHost().forEach((name, tensor) -> moments.put("m." + name, tensor));
        second.toHost().forEach((name, tensor) -> moments.put("v." + name, tensor));
        return moments;
    }
}
