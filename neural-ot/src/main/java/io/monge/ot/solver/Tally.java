package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.DivergedException;
import io.monge.ot.StepReport;
import io.monge.ot.tensor.TorchOps;
import java.util.List;

/**
 * Sums of what the updates of one pass measured, kept on the device and read once at its end: on a
 * GPU every scalar read waits for all work in flight.
 */
final class Tally {
    /** mean f(T(x)), mean f(y), loss with penalty. */
    private final NDArray potential;

    /** mean c(x, T(x)), mean f(T(x)). */
    private final NDArray map;

    Tally(NDManager scope) {
        potential = scope.zeros(new Shape(3));
        map = scope.zeros(new Shape(2));
    }

    /**
     * @param measured mean f(T(x)), mean f(y), loss with penalty
     */
    void potentialUpdate(List<NDArray> measured) {
        TorchOps.tally(potential, measured);
    }

    /**
     * @param measured mean c(x, T(x)), mean f(T(x))
     */
    void mapUpdate(List<NDArray> measured) {
        TorchOps.tally(map, measured);
    }

    /**
     * @throws DivergedException if a value is not finite
     */
    StepReport report(long iteration, MinimaxProblem problem) {
        float[] p = potential.toFloatArray();
        float[] m = map.toFloatArray();
        double potentialUpdates = problem.alternation().potentialUpdates();
        double mapUpdates = problem.alternation().mapUpdates();
        double ofSr = p[0] / potentialUpdates;
        double ofHr = p[1] / potentialUpdates;
        double penalty = p[2] / potentialUpdates - (ofSr - ofHr);
        double content = m[0] / mapUpdates;
        double mapLoss = problem.contentWeight() * content - m[1] / mapUpdates;
        if (!Double.isFinite(p[2] + mapLoss)) {
            throw new DivergedException(
                    "Iteration %d: loss of the potential %s, of the map %s"
                            .formatted(iteration, p[2] / potentialUpdates, mapLoss));
        }
        return new StepReport(iteration, ofHr - ofSr, mapLoss, content, ofSr, ofHr, penalty);
    }
}
