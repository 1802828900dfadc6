package io.monge.ot.solver;

/** F ∋ f, the admissible potentials of Table 1, as a penalty added when f is updated. */
public sealed interface PotentialConstraint permits Unconstrained, MeanSquare, GradientPenalty {}
