package io.monge.ot.solver;

import io.monge.ot.cost.CostSchedule;

/**
 * One row of Table 1: everything in which the saddle-point methods differ.
 *
 * @param cost c, over the training
 * @param contentWeight λ before c
 * @param constraint what f is held to
 * @param alternation who moves how often
 */
public record MinimaxProblem(
        CostSchedule cost,
        double contentWeight,
        PotentialConstraint constraint,
        Alternation alternation) {}
