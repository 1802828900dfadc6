package io.monge.ot.network;

import io.monge.ot.Potential;
import io.monge.ot.tensor.Parameters;

/** An architecture that can be a potential f_ω. */
public sealed interface PotentialSpec extends NetworkSpec permits ResNet {
    /** Side of the square high-resolution patches it takes, px. */
    int size();

    /** The potential with these weights, which stay the caller's. */
    Potential over(Parameters weights);
}
