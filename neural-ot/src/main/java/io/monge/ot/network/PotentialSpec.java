package io.monge.ot.network;

/** An architecture that can be a potential f_ω. */
public sealed interface PotentialSpec extends NetworkSpec permits ResNet {
    /** Side of the square high-resolution patches it takes, px. */
    int size();
}
