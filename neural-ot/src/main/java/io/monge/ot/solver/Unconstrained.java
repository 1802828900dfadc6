package io.monge.ot.solver;

/** No constraint: F is all potentials, as in OTS. */
public record Unconstrained() implements PotentialConstraint {}
