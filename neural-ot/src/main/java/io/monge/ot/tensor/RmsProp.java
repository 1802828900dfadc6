package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * RMSprop as PyTorch computes it (decay 0.99, epsilon 1e-8 outside the root, no momentum, not
 * centred), with its squares in reach of a checkpoint. Belongs to the training thread.
 */
public final class RmsProp {
    private final Parameters parameters;
    private final Parameters squares;
    private long updates;

    /** Starts with zero squares, owned by {@code owner}. */
    public RmsProp(NDManager owner, Parameters parameters) {
        this.parameters = parameters;
        this.squares = parameters.zeros(owner);
    }

    /** Continues with squares that {@link #moments} gave and their number of updates. */
    public static RmsProp resume(
            NDManager owner, Parameters parameters, Map<String, HostTensor> moments, long updates) {
        RmsProp rmsProp = new RmsProp(owner, parameters);
        rmsProp.squares.set(Parameters.withPrefix("v.", moments, rmsProp.squares.names()));
        rmsProp.updates = updates;
        return rmsProp;
    }

    /** One descent step along the gradient of a loss; consumes its graph. */
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
        new OperatorCall("rmsprop_")
                .with(parameters.arrays())
                .with(gradients)
                .with(squares.arrays())
                .with(learningRate)
                .inPlace();
    }

    /** Steps taken. */
    public long updates() {
        return updates;
    }

    /** Running mean squares on the host: "v.*". */
    public Map<String, HostTensor> moments() {
        Map<String, HostTensor> moments = new LinkedHashMap<>();
        squares.toHost().forEach((name, tensor) -> moments.put("v." + name, tensor));
        return moments;
    }
}
