package io.monge.ot.network;

import io.monge.ot.Potential;
import io.monge.ot.tensor.Parameters;

/** An architecture that can be a potential f_ω. */
public sealed interface PotentialSpec extends NetworkSpec
        permits ResNet, SotCritic, MlpPotential, HalfSquareMinus, ConvexSpec {
    /** Side of the square high-resolution patches it takes, px; for vectors their dimension. */
    int size();

    /** Whether it takes vectors (n, d) instead of images. */
    default boolean takesVectors() {
        return false;
    }

    /** The potential with these weights, which stay the caller's. */
    Potential over(Parameters weights);
}
