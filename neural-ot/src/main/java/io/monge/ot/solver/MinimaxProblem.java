package io.monge.ot.solver;

import io.monge.ot.cost.CostSchedule;

/**
 * One row of Table 1: everything in which the saddle-point methods differ.
 *
 * @param cost c, over the training
 * @param contentWeight λ before c
 * @param constraint what f is held to
 * @param view what f's network is shown of an image
 * @param alternation who moves how often
 */
public record MinimaxProblem(
        CostSchedule cost,
        double contentWeight,
        PotentialConstraint constraint,
        PotentialView view,
        Alternation alternation) {}
