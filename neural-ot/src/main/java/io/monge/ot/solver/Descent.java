package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.ArrayList;
import java.util.List;

/**
 * An update that has been computed and not yet made.
 *
 * @param loss scalar
 * @param gradients of the loss, in the order of the parameters; whoever descends closes them
 * @param measured scalars for the {@link Tally}
 */
record Descent(NDArray loss, List<NDArray> gradients, List<NDArray> measured) {
    /** Differentiates a loss by the weights it was computed with; consumes its graph. */
    static Descent of(NDArray loss, Parameters weights, List<NDArray> measured) {
        return new Descent(loss, TorchOps.grad(loss, weights.arrays()), measured);
    }

    /** Whether the loss and all gradients are numbers. Waits for the device. */
    boolean isFinite() {
        List<NDArray> all = new ArrayList<>(gradients);
        all.add(loss);
        return TorchOps.areFinite(all);
    }
}
