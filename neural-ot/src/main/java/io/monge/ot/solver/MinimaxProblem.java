package io.monge.ot.solver;

import io.monge.ot.TransportCost;
import io.monge.ot.TransportMap;
import io.monge.ot.cost.CostSchedule;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Parameters;
import java.util.List;

/**
 * One row of Table 1: everything in which the saddle-point methods differ.
 *
 * @param costs c over the training, on every device
 * @param contentWeight λ before c
 * @param constraint what f is held to
 * @param view what f's network is shown of an image
 * @param alternation who moves how often
 */
public record MinimaxProblem(
        List<CostSchedule> costs,
        double contentWeight,
        PotentialConstraint constraint,
        PotentialView view,
        Alternation alternation) {
    /** c now, where and as a round computes it. */
    TransportCost cost(Players.Round round) {
        return costs.get(round.device()).current(round.map().arithmetic());
    }

    /** Tells that an iteration is over: Up may become a frozen T'. */
    void after(long iteration, Player<TransportMap> map) {
        for (int device = 0; device < costs.size(); device++) {
            Parameters theta = map.in(device, Arithmetic.FLOAT32).weights();
            costs.get(device).after(iteration, theta);
        }
    }
}
