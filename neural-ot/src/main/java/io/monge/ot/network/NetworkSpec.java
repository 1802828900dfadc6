package io.monge.ot.network;

/** The architecture of a network, as configuration names it. */
public sealed interface NetworkSpec permits MapSpec, PotentialSpec {
    /** Number of trainable parameters. */
    long parameters();
}
